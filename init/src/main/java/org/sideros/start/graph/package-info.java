/**
 * Which service waits for which, pulls in which, and stops with which: computed from the definitions alone. Pure, and
 * linear in the number of edges. Uses {@code config} only.
 */
@NullMarked
package org.sideros.start.graph;

import org.jspecify.annotations.NullMarked;
