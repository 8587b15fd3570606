package org.rustos.cpu.pipeline;

import org.rustos.core.memory.AddressSpace;

/** Gives {@link Execution} the timing blocks of guest code. */
public interface BlockSource {
    /** The block at an address, decoded now or known before. */
    TimingBlock decode(AddressSpace space, long start);
}
