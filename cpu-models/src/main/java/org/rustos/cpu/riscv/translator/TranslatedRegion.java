package org.rustos.cpu.riscv.translator;

import org.rustos.cpu.riscv.hart.Block;
import org.rustos.cpu.riscv.hart.Region;

/** What all translated regions have; the classes made at run time add the method. */
public abstract class TranslatedRegion extends Region {
    /** The region's way to the rest of its hart. */
    protected final RegionState state;

    /**
     * Which blocks were known to be near when it ran last, a bit for each, and at which version.
     */
    long fetched;

    long fetchVersion = -1;

    /** A region that only its own hart runs. */
    protected TranslatedRegion(Block[] blocks, RegionState state) {
        super(blocks);
        this.state = state;
    }
}
