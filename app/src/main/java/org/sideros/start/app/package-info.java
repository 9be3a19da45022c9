/**
 * The {@code start} command: one file a verb, the forms of output, and how logging is set up. Verbs see the control
 * client, the value types it speaks in, and the configuration for what they do without a supervisor; only {@code init}
 * sees the supervisor.
 */
@NullMarked
package org.sideros.start.app;

import org.jspecify.annotations.NullMarked;
