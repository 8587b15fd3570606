package org.rustos.cpu.riscv.hart;

import org.rustos.core.snapshot.Unsaved;

/** What the static part of a block costs; dynamic events are counted apart. */
@Unsaved
public interface BlockPrices {
    /** Millicycles of an instruction where nothing is timed. */
    long UNTIMED_MC = 1000;

    /** Counts instructions only. */
    BlockPrices UNTIMED = (before, block, taken) -> UNTIMED_MC * block.ops().length;

    /**
     * Prices a block.
     *
     * @param before the block that ran directly before, or null if unknown
     * @param taken whether a taken transfer led from there
     * @return millicycles, at least 0, always the same for the same code
     */
    long costMc(Block before, Block block, boolean taken);
}
