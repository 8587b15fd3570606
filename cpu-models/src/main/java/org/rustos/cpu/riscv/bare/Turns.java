package org.rustos.cpu.riscv.bare;

import java.util.Arrays;

/**
 * Whose turn it is, so that several harts run in one order on every host: the hart whose clock is
 * lowest, the lowest number among equals. A clock counts the instructions of its hart, and while
 * the hart sleeps it advances by turns.
 */
final class Turns {
    /** Instructions of one turn where nobody else waits for it to end. */
    private static final long ALONE = 1000;

    /** With others, a turn is a tick of the timer. */
    private static final long SHARED = 100;

    private final long[] clocks;
    private final long length;

    Turns(int harts) {
        clocks = new long[harts];
        length = harts == 1 ? ALONE : SHARED;
    }

    /** Most instructions of a turn. */
    long length() {
        return length;
    }

    /** The hart whose turn it is. */
    int next() {
        int first = 0;
        for (int hart = 1; hart < clocks.length; hart++) {
            if (clocks[hart] < clocks[first]) {
                first = hart;
            }
        }
        return first;
    }

    long clock(int hart) {
        return clocks[hart];
    }

    /** A turn in which a hart executed that many instructions. */
    void ran(int hart, long instructions) {
        clocks[hart] += instructions;
    }

    /** A turn in which it slept. */
    void slept(int hart) {
        clocks[hart] += length;
    }

    /** Nobody has run behind the one that is furthest: all go on from there. */
    void align() {
        Arrays.fill(clocks, Arrays.stream(clocks).max().orElse(0));
    }
}
