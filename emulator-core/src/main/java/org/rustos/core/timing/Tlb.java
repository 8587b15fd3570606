package org.rustos.core.timing;

import org.rustos.core.snapshot.Snapshotted;

import java.util.Arrays;

/**
 * A two-level translation cache. The first level is fully associative with first-in-first-out
 * replacement behind an exact direct-mapped filter, the second set-associative; a tag is whatever
 * names a translation (see {@code AliasSpace.translationTag}).
 */
public final class Tlb implements Snapshotted {
    private static final int FILTER_MASK = 63;
    private static final int BUCKETS = 1 << 10;
    private static final long NONE = -1;

    /** Where a translation was found. */
    public enum Level {
        FIRST,
        SECOND,
        WALK
    }

    /**
     * Shape of both levels.
     *
     * @param first entries of the first level
     * @param second entries of the second level
     * @param secondWays associativity of the second level
     * @param fractured whether an entry of a large page covers only 4 KiB of it: so where a host
     *     backs large guest pages by small ones
     * @param smallPageSteps steps of a walk for a small page that no walk cache saves; a large page
     *     takes one
     */
    public record Geometry(
            int first, int second, int secondWays, boolean fractured, int smallPageSteps) {
        /** Entries as large as their pages, and one step for each walk. */
        public Geometry(int first, int second, int secondWays) {
            this(first, second, secondWays, false, 1);
        }
    }

    private final long[] first;
    private final transient long[] filter = new long[FILTER_MASK + 1];

    /** How many entries of the first level fall into each bucket: none of them needs no search. */
    private final byte[] buckets = new byte[BUCKETS];

    private int oldest;
    private int filled;
    private final Cache second;

    public Tlb(Geometry geometry) {
        this.first = new long[geometry.first()];
        this.second =
                new Cache(
                        new Cache.Geometry(
                                (long) geometry.second() << Cache.LINE_SHIFT,
                                geometry.secondWays()));
        Arrays.fill(first, NONE);
        Arrays.fill(filter, NONE);
    }

    /** The filter is only a shortcut. */
    @Override
    public void restored() {
        Arrays.fill(filter, NONE);
    }

    /** The hot test: true if the translation is known to be in the first level. */
    public boolean quick(long tag) {
        return filter[(int) tag & FILTER_MASK] == tag;
    }

    /** Looks up and fills; call after {@link #quick} said no. */
    public Level lookup(long tag) {
        if (buckets[bucket(tag)] != 0 && inFirst(tag)) {
            filter[(int) tag & FILTER_MASK] = tag;
            return Level.FIRST;
        }
        long out = first[oldest];
        if (out != NONE) {
            buckets[bucket(out)]--;
        }
        buckets[bucket(tag)]++;
        if (out != NONE && filter[(int) out & FILTER_MASK] == out) {
            filter[(int) out & FILTER_MASK] = NONE;
        }
        first[oldest] = tag;
        filled = oldest;
        oldest = oldest + 1 == first.length ? 0 : oldest + 1;
        filter[(int) tag & FILTER_MASK] = tag;
        if (second.hit(tag)) {
            return Level.SECOND;
        }
        second.fill(tag);
        return Level.WALK;
    }

    private boolean inFirst(long tag) {
        for (long entry : first) {
            if (entry == tag) {
                return true;
            }
        }
        return false;
    }

    private static int bucket(long tag) {
        return (int) (tag ^ tag >>> 10) & BUCKETS - 1;
    }

    /** The entry of the first level that the last {@link #lookup} filled. */
    int filled() {
        return filled;
    }

    /**
     * Drops a translation.
     *
     * @return the entry of the first level that held it, or -1
     */
    public int invalidate(long tag) {
        int held = -1;
        for (int i = 0; i < first.length; i++) {
            if (first[i] == tag) {
                first[i] = NONE;
                buckets[bucket(tag)]--;
                held = i;
            }
        }
        if (filter[(int) tag & FILTER_MASK] == tag) {
            filter[(int) tag & FILTER_MASK] = NONE;
        }
        second.invalidate(tag);
        return held;
    }

    /** Forgets everything: a switch of address spaces without tags. */
    public void flush() {
        Arrays.fill(first, NONE);
        Arrays.fill(filter, NONE);
        Arrays.fill(buckets, (byte) 0);
        second.clear();
    }
}
