package org.rustos.cpu.riscv.hart;

import java.util.ArrayList;
import java.util.List;

/**
 * Decoded instructions by physical page, so that an instruction is decoded once. A store does not
 * look here: RISC-V promises to see new code only after FENCE.I, and that empties it.
 */
final class DecodedCode {
    private static final int SLOTS = 1 << 11;

    /** Those of integer mode, then those of capability mode. */
    private final long[][] pages;

    private final int inRam;
    private final List<Integer> used = new ArrayList<>();

    DecodedCode(long ramBytes) {
        inRam = (int) (ramBytes >>> 12);
        pages = new long[2 * inRam][];
    }

    /**
     * One operation per halfword, 0 if not decoded yet.
     *
     * @param offset of any byte of the page in RAM
     * @param capabilityMode whether encodings have the meaning of capability mode
     */
    long[] page(long offset, boolean capabilityMode) {
        int number = (int) (offset >>> 12) + (capabilityMode ? inRam : 0);
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
