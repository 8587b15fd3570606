package org.rustos.cli.record;

/**
 * Which boundaries a trail keeps: all of a short run; of a long one the later the fewer, so that a
 * trail stays small and places a difference in a small share of the run.
 */
final class Stride {
    /** Entries until each further entry stands for twice as many boundaries. */
    static final int LEVEL = 1 << 18;

    private long entries;
    private long last;

    /** Number of the next boundary that is kept. */
    long next() {
        return last + (1L << Math.min(entries / LEVEL, 40));
    }

    void kept(long number) {
        last = number;
        entries++;
    }
}
