/**
 * What the console shows and how messages change it. Pure: no clock, no terminal, no socket.
 */
@NullMarked
package org.sideros.start.tui.model;

import org.jspecify.annotations.NullMarked;
