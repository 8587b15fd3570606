package org.rustos.kernel.preload;

import org.rustos.kernel.file.Payer;

/**
 * Learns which capability follows which, by the call site and the capability of the use before. A
 * table of fixed size: what a guest does decides what is in it, never how large it is.
 */
final class Predictor {
    /** Entries of 32 bytes: what came before, what follows, how sure that is. */
    private static final int ENTRIES = 1024;

    private static final int ENTRIES_PER_LINE = 2;

    private static final int SURE = 2;
    private static final int MOST_SURE = 3;

    /** Multiplier of a multiplicative hash: 2^64 divided by the golden ratio, made odd. */
    private static final long SPREAD = 0x9e37_79b9_7f4a_7c15L;

    private static final int HASH_SHIFT = 54;

    private final long firstLine;
    private final long[] sites = new long[ENTRIES];
    private final long[] handles = new long[ENTRIES];
    private final long[] next = new long[ENTRIES];
    private final byte[] confidence = new byte[ENTRIES];

    /**
     * A predictor that knows nothing.
     *
     * @param firstLine first of {@link #LINES} lines
     */
    Predictor(long firstLine) {
        this.firstLine = firstLine;
    }

    static final int LINES = ENTRIES / ENTRIES_PER_LINE;

    private static int place(long site, long handle) {
        return (int) ((site * SPREAD ^ handle) * SPREAD >>> HASH_SHIFT);
    }

    /** One capability was used after another at a site. */
    void learn(Payer payer, long site, long handle, long follower) {
        int at = place(site, handle);
        payer.charge("preload.learn");
        payer.dirty(firstLine + at / ENTRIES_PER_LINE);
        if (sites[at] != site || handles[at] != handle) {
            sites[at] = site;
            handles[at] = handle;
            next[at] = follower;
            confidence[at] = 1;
        } else if (next[at] == follower) {
            confidence[at] = (byte) Math.min(MOST_SURE, confidence[at] + 1);
        } else if (--confidence[at] <= 0) {
            next[at] = follower;
            confidence[at] = 1;
        }
    }

    /** What follows a use, or 0 if that is not known well enough. */
    long follower(Payer payer, long site, long handle) {
        int at = place(site, handle);
        payer.touch(firstLine + at / ENTRIES_PER_LINE);
        boolean sure = sites[at] == site && handles[at] == handle && confidence[at] >= SURE;
        return sure ? next[at] : 0;
    }
}
