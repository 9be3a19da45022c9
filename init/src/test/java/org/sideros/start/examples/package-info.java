/** Programs that use the library, each with a test that runs it. They see published types only. */
package org.sideros.start.examples;
