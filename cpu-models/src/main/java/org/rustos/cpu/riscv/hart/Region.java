package org.rustos.cpu.riscv.hart;

/** Translated code: blocks that run as one method of the host until control leaves them. */
public interface Region {
    /**
     * Runs from its first block. On return the hart's registers, pc, last block and clock are those
     * that the interpreter would have at the same place.
     *
     * @return whether it ended by a trap, which then stands in the hart's state
     */
    boolean run(RiscvHart hart);

    /** All its blocks, the first one first. */
    Block[] blocks();

    /** Registers that it may write, a bit each. */
    int writes();

    /** Whether it computes with floating-point registers. */
    boolean floats();
}
