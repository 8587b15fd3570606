package org.rustos.cpu.arm;

import java.util.List;

/**
 * One line of {@code a64.ops}: words that execute alike.
 *
 * @param name for tests and messages
 * @param match value of the bits in {@code mask}
 * @param kind name of the pipeline's class
 * @param out what it writes, as the file says
 * @param in what it reads
 * @param memory how it accesses memory, or {@code -}
 * @param control how the program counter goes on, or another word of that column
 */
record A64Op(
        String name,
        int match,
        int mask,
        String kind,
        List<String> out,
        List<String> in,
        String memory,
        String control) {
    boolean matches(int word) {
        return (word & mask) == match;
    }

    boolean is(String what) {
        return control.equals(what);
    }
}
