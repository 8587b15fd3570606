package org.rustos.cpu.riscv.hart;

import org.rustos.core.snapshot.Unsaved;

import java.util.Arrays;

/**
 * Translations that were made before, so that a miss of the caches that are modelled does not walk
 * page tables each time. It has no size of any machine and no effect on time.
 */
@Unsaved
final class KnownPages {
    private static final int ENTRIES = 1 << 12;
    private static final int GENERATIONS = 1 << 10;
    private static final long PAGE = RiscvMemory.PAGE;

    /** Page with the generation in its low bits. */
    private final long[] readable = new long[ENTRIES];

    private final long[] writable = new long[ENTRIES];
    private final long[] places = new long[ENTRIES];
    private final long[] tags = new long[ENTRIES];
    private long generation;
    private long tag;
    private long device;
    private boolean whole;

    KnownPages() {
        forget();
    }

    /** Everything is unknown. */
    void forget() {
        generation++;
        if (generation % GENERATIONS == 1) {
            generation = 1;
            Arrays.fill(readable, 0);
            Arrays.fill(writable, 0);
        }
    }

    /** The place in RAM of an address that may be read, or -1 if it is unknown. */
    long read(long at) {
        return at(readable, at);
    }

    /** The place in RAM of an address that may be written, or -1 if it is unknown. */
    long write(long at) {
        return at(writable, at);
    }

    private long at(long[] known, long at) {
        int i = index(at);
        if (known[i] != (at & PAGE | generation)) {
            return -1;
        }
        tag = tags[i];
        whole = true;
        return places[i] + (at & ~PAGE);
    }

    /**
     * Learns a page and answers as {@link #read}.
     *
     * @param offset place in RAM of the address
     * @param translation what names the translation
     * @param wholePage whether all of the page may be read; else nothing is kept
     */
    long learnRead(long at, long offset, long translation, boolean wholePage) {
        return learn(readable, writable, at, offset, translation, wholePage);
    }

    /** As {@link #learnRead}, for writes. */
    long learnWrite(long at, long offset, long translation, boolean wholePage) {
        return learn(writable, readable, at, offset, translation, wholePage);
    }

    private long learn(
            long[] known, long[] other, long at, long offset, long translation, boolean wholePage) {
        tag = translation;
        whole = wholePage;
        if (wholePage) {
            int i = index(at);
            known[i] = at & PAGE | generation;
            if (other[i] != known[i]) {
                other[i] = 0;
            }
            places[i] = offset & PAGE;
            tags[i] = translation;
        }
        return offset;
    }

    /** What names the translation of the last address. */
    long tag() {
        return tag;
    }

    /** Whether what was said of the last address holds for its whole page. */
    boolean whole() {
        return whole;
    }

    /** Notes that an address is a device's. */
    void device(long pa) {
        device = pa;
    }

    /** Physical address of the last access to a device. */
    long devicePa() {
        return device;
    }

    private static int index(long at) {
        return (int) (at >>> 12) & ENTRIES - 1;
    }
}
