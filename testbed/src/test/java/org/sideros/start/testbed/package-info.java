/** End-to-end tests: the distribution as init of a machine in QEMU, driven by {@code testbed/boot}. */
@NullMarked
package org.sideros.start.testbed;

import org.jspecify.annotations.NullMarked;
