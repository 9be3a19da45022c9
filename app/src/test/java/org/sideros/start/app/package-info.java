@NullMarked
package org.sideros.start.app;

import org.jspecify.annotations.NullMarked;
