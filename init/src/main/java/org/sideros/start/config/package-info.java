/**
 * Service files and {@code start.toml}: parsing, validation with {@code file:line:column}, and the records the rest
 * reads. Uses {@code error} only.
 */
@NullMarked
package org.sideros.start.config;

import org.jspecify.annotations.NullMarked;
