package org.rustos.workloads.program;

/**
 * Numbers that follow from a seed, for a model in Java that has to expect what a guest program
 * draws: {@code draw.h} makes the same.
 */
public final class Draws {
    private static final long STEP = 0x9e37_79b9_7f4a_7c15L;

    private long state;

    Draws(long seed) {
        state = seed;
    }

    /** One to one: different words stay different, and 0 stays 0. */
    public static long scatter(long word) {
        long mixed = (word ^ word >>> 30) * 0xbf58_476d_1ce4_e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d0_49bb_1331_11ebL;
        return mixed ^ mixed >>> 31;
    }

    long next() {
        state += STEP;
        return scatter(state);
    }
}
