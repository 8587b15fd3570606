package org.rustos.cpu.riscv.hart;

import org.rustos.core.timing.FirstLevels;

import java.util.Arrays;

/**
 * What may be accessed without a question, found by one comparison: the page is translated and
 * permits it, the access is aligned and in RAM, and where time is counted the translation is in the
 * first TLB and the line in the first cache, so that nothing would be counted. A store also needs
 * that nobody else holds, watches or has reserved the line.
 *
 * <p>An entry covers a line of 64 bytes where time is counted, else a page. Engines read the arrays
 * themselves: {@code read[pair] == (at & mask)} with the mask of the access's size, then the byte
 * is at host address {@code at + read[pair + 1]}.
 */
public final class NearLines implements FirstLevels {
    /** Equal to no masked address: masks keep at most three low bits, and this has the fourth. */
    public static final long NONE = 8;

    /** Stands for a large page where a page is told: all that is remembered may lie in it. */
    static final long LARGE = 3;

    public static final int ENTRIES = 512;
    private static final int LINE_SHIFT = 6;
    private static final int PAGE_SHIFT = 12;
    private static final int LINES_OF_PAGE = 64;

    /** Pages whose lines lie at different entries. */
    private static final int SETS = ENTRIES / LINES_OF_PAGE;

    /** More than any first TLB has. */
    private static final int TLB_ENTRIES = 1024;

    final transient long[] read = new long[2 * ENTRIES];
    final transient long[] write = new long[2 * ENTRIES];
    final long mask1;
    final long mask2;
    final long mask4;
    final long mask8;
    private final int shift;

    /** The line in RAM of each entry, in units of {@link #unit}. */
    private final transient long[] readLine = new long[ENTRIES];

    private final transient long[] writeLine = new long[ENTRIES];

    /** Which entries of the lines of a page may be in use, for each of {@link #SETS}. */
    private final transient long[] used = new long[SETS];

    /** The page of each entry of the first TLB, or {@link #NONE}. */
    private final long[] translated = new long[TLB_ENTRIES];

    private long accessed = NONE;

    NearLines(boolean timed) {
        shift = timed ? LINE_SHIFT : PAGE_SHIFT;
        mask1 = -1L << shift;
        mask2 = mask1 | 1;
        mask4 = mask1 | 3;
        mask8 = mask1 | 7;
        Arrays.fill(translated, NONE);
        forget();
    }

    /** Log2 of the bytes that an entry covers. */
    public int shift() {
        return shift;
    }

    /** Pairs for loads: the masked address of an entry, then what to add for the host's address. */
    public long[] read() {
        return read;
    }

    /** The same for stores. */
    public long[] write() {
        return write;
    }

    /** Bytes that an entry covers. */
    long unit() {
        return 1L << shift;
    }

    /** Where the pair of an address begins. */
    int pair(long at) {
        return (int) (at >>> shift - 1) & 2 * ENTRIES - 2;
    }

    void forget() {
        Arrays.fill(read, NONE);
        Arrays.fill(write, NONE);
        Arrays.fill(used, 0);
    }

    /** The page that the access is to that is being counted, {@link #NONE} or {@link #LARGE}. */
    void accesses(long page) {
        accessed = page;
    }

    /** Reads of the line or page of an address need no question from now on. */
    void read(long at, long offset, long base) {
        int pair = pair(at);
        int i = pair / 2;
        read[pair] = at & mask1;
        read[pair + 1] = base + offset - at;
        readLine[i] = offset >>> shift;
        used[i / LINES_OF_PAGE] |= 1L << i;
    }

    /** Writes to the line or page of an address need no question from now on. */
    void write(long at, long offset, long base) {
        int pair = pair(at);
        int i = pair / 2;
        write[pair] = at & mask1;
        write[pair + 1] = base + offset - at;
        writeLine[i] = offset >>> shift;
        used[i / LINES_OF_PAGE] |= 1L << i;
    }

    @Override
    public void dataLineLost(long line) {
        for (int i = (int) line & LINES_OF_PAGE - 1; i < ENTRIES; i += LINES_OF_PAGE) {
            if (readLine[i] == line) {
                read[2 * i] = NONE;
            }
            if (writeLine[i] == line) {
                write[2 * i] = NONE;
            }
        }
    }

    @Override
    public void dataLineShared(long line) {
        for (int i = (int) line & LINES_OF_PAGE - 1; i < ENTRIES; i += LINES_OF_PAGE) {
            if (writeLine[i] == line) {
                write[2 * i] = NONE;
            }
        }
    }

    /** A store to the line at this place in RAM must be asked about. */
    void shared(long offset) {
        if (shift == LINE_SHIFT) {
            dataLineShared(offset >>> LINE_SHIFT);
            return;
        }
        for (int i = 0; i < ENTRIES; i++) {
            if (writeLine[i] == offset >>> PAGE_SHIFT) {
                write[2 * i] = NONE;
            }
        }
    }

    @Override
    public void dataTranslationReplaced(int entry) {
        long page = translated[entry];
        translated[entry] = accessed;
        if (page == LARGE) {
            forget();
        } else if (page != NONE) {
            dropPage(page);
        }
    }

    private void dropPage(long page) {
        int set = (int) (page >>> PAGE_SHIFT) & SETS - 1;
        for (long rest = used[set]; rest != 0; rest &= rest - 1) {
            int line = Long.numberOfTrailingZeros(rest);
            int i = set * LINES_OF_PAGE + line;
            if ((read[2 * i] & RiscvMemory.PAGE) == page) {
                read[2 * i] = NONE;
            }
            if ((write[2 * i] & RiscvMemory.PAGE) == page) {
                write[2 * i] = NONE;
            }
            if (read[2 * i] == NONE && write[2 * i] == NONE) {
                used[set] &= ~(1L << line);
            }
        }
    }

    @Override
    public void dataTranslationsLost() {
        Arrays.fill(translated, NONE);
        forget();
    }
}
