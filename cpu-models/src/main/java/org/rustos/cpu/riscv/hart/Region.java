package org.rustos.cpu.riscv.hart;

/** Translated code: blocks that run as one method of the host until control leaves them. */
public abstract class Region {
    private final Block[] blocks;
    private final int writes;
    private final boolean floats;

    /** The stamp of the block table at which its blocks were last known to be right. */
    long checked = -1;

    private static final int TRIALS = 32;
    private static final int SELDOM = 64;

    /** Whether it could not run when it should have. */
    boolean refused;

    /** When the JVM is expected to have compiled it, in instructions of the hart. */
    private long compiledAt;

    private int entries;

    /** For which PCC {@link #inside} holds. */
    long pccVersion = -1;

    /** Whether PCC stops none of its blocks. */
    boolean inside;

    /**
     * A region over blocks.
     *
     * @param blocks all of them, the first one first
     */
    protected Region(Block[] blocks) {
        this.blocks = blocks;
        int all = 0;
        boolean any = false;
        for (Block block : blocks) {
            all |= block.writes;
            any |= block.floats;
        }
        writes = all;
        floats = any;
    }

    /**
     * Runs from its first block. On return the hart's registers, pc, last block and clock are those
     * that the interpreter would have at the same place.
     *
     * @return whether it ended by a trap, which then stands in the hart's state
     */
    public abstract boolean run(RiscvHart hart);

    /**
     * Says when the JVM is expected to have compiled it.
     *
     * @param instructions of the hart since reset
     */
    public void compiledAt(long instructions) {
        compiledAt = instructions;
    }

    /**
     * Whether to run it now rather than interpret. New classes are slower than the interpreter
     * until the JVM has compiled them, which takes long where there are many: they are run a few
     * times, so that the JVM takes notice, and then seldom. Both ways give the same.
     */
    boolean ripe(long retired) {
        return retired >= compiledAt || ++entries <= TRIALS || entries % SELDOM == 0;
    }

    public Block[] blocks() {
        return blocks;
    }

    int writes() {
        return writes;
    }

    boolean floats() {
        return floats;
    }
}
