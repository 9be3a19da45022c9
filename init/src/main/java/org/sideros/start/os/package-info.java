/**
 * The kernel and libc as this program sees them: the only package that uses JNA. Uses nothing of ours. Calls that can
 * block belong on platform threads; everything else returns at once.
 */
@NullMarked
package org.sideros.start.os;

import org.jspecify.annotations.NullMarked;
