package org.rustos.cpu.riscv.hart;

import java.util.ArrayList;
import java.util.List;

/**
 * Decoded instructions by physical page, so that an instruction is decoded once. A store does not
 * look here: RISC-V promises to see new code only after FENCE.I, and that empties it.
 */
final class DecodedCode {
    private static final int SLOTS = 1 << 11;

    private final long[][] pages;
    private final List<Integer> used = new ArrayList<>();

    DecodedCode(long ramBytes) {
        pages = new long[(int) (ramBytes >>> 12)][];
    }

    /**
     * One operation per halfword, 0 if not decoded yet.
     *
     * @param offset of any byte of the page in RAM
     */
    long[] page(long offset) {
        int number = (int) (offset >>> 12);
        long[] page = pages[number];
        if (page == null) {
            page = new long[SLOTS];
            pages[number] = page;
            used.add(number);
        }
        return page;
    }

    /** FENCE.I. */
    void forget() {
        used.forEach(number -> pages[number] = null);
        used.clear();
    }
}
