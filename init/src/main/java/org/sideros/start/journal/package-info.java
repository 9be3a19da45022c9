/**
 * Where the output of services is kept. Uses {@code os} and {@code config}.
 */
@NullMarked
package org.sideros.start.journal;

import org.jspecify.annotations.NullMarked;
