package org.sideros.start.config;

/** One entry of a dependency list: the other service's name, and where it is written. */
public record Dependency(String name, Location where) {}
