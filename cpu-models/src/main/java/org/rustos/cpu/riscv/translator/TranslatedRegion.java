package org.rustos.cpu.riscv.translator;

import org.rustos.cpu.riscv.hart.Block;
import org.rustos.cpu.riscv.hart.Region;

import java.util.Arrays;

/** What all translated regions have; the classes made at run time add the method. */
public abstract class TranslatedRegion extends Region {
    /** The region's way to the rest of its hart. */
    protected final RegionState state;

    /** The fetch version at which each block was last known to be near. */
    protected final long[] fetched;

    /** A region that only its own hart runs. */
    protected TranslatedRegion(Block[] blocks, Boolean floats, RegionState state) {
        super(blocks, floats);
        this.state = state;
        this.fetched = new long[blocks.length];
        Arrays.fill(fetched, -1);
    }
}
