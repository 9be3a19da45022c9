/**
 * All services together: one loop a service, the job order between them, and the outcomes callers wait for. Uses every
 * package below it; is used by {@code control} and {@code init}.
 */
@NullMarked
package org.sideros.start.manager;

import org.jspecify.annotations.NullMarked;
