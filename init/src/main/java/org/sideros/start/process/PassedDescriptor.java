package org.sideros.start.process;

/**
 * A descriptor of ours that a process gets a copy of.
 *
 * @param ours its number with us; stays ours, and open at least until the process is spawned
 * @param number its number in the process, 3 or above
 */
public record PassedDescriptor(int ours, int number) {
    public PassedDescriptor {
        if (ours < 0 || number < 3) {
            throw new IllegalArgumentException("descriptor " + ours + " as " + number);
        }
    }
}
