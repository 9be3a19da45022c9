/**
 * The supervisor as a program: boot, signals, the link to the init shim, shutdown to the power switch. Uses everything
 * else; is used by nothing in this module.
 */
@NullMarked
package org.sideros.start.init;

import org.jspecify.annotations.NullMarked;
