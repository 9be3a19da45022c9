/**
 * Control groups, version 2: one for each service, to find, limit, count and kill all its processes. Uses {@code os} and
 * {@code config}.
 */
@NullMarked
package org.sideros.start.cgroup;

import org.jspecify.annotations.NullMarked;
