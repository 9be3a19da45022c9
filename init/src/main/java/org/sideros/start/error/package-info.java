/**
 * What can go wrong, as values a caller, an exit code and a control-protocol reply agree on. Uses nothing.
 */
@NullMarked
package org.sideros.start.error;

import org.jspecify.annotations.NullMarked;
