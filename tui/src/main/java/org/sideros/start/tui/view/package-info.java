/**
 * Screens: pure functions from a model to a frame. Uses model only.
 */
@NullMarked
package org.sideros.start.tui.view;

import org.jspecify.annotations.NullMarked;
