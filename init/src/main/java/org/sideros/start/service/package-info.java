/**
 * The life of a service as a pure state machine, and the values that describe it. No clock, no thread, no system call:
 * time and facts come in as events, deeds go out as actions. Uses {@code config} only.
 */
@NullMarked
package org.sideros.start.service;

import org.jspecify.annotations.NullMarked;
