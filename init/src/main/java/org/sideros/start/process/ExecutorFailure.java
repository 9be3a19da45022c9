package org.sideros.start.process;

/**
 * Why the executor did not get as far as the program.
 *
 * @param object what the step was done to, such as a path, in the executor's words; empty where there is nothing to name
 */
public record ExecutorFailure(ExecutorStep step, int errno, String object) {}
