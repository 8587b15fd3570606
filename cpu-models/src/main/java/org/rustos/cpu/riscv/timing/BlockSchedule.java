package org.rustos.cpu.riscv.timing;

/**
 * Says what a timing block costs if every access hits, behind the block that ran before it. A pure
 * function: the same two blocks cost the same wherever and whenever they run, so that interpreter
 * and translator may remember it.
 *
 * <p>Latency reaches over the boundary, so a block that follows itself pays what its rounds owe
 * each other. It reaches over one boundary only: the block before starts with everything ready.
 * Hardware knows no blocks: what is reached without a taken transfer may issue in the cycle of the
 * last operation before it.
 */
public final class BlockSchedule {
    private static final int MILLICYCLES = 1000;

    private final RiscvPipeline pipeline;

    public BlockSchedule(RiscvPipeline pipeline) {
        this.pipeline = pipeline;
    }

    /**
     * The cycle in which all of both have issued, less that of the block before alone.
     *
     * @param before packed operations of the block that ran directly before, or none if unknown
     * @param ops packed operations of the block
     * @param taken whether the block was reached by a taken transfer from the one before
     * @return millicycles
     */
    public long costMc(long[] before, long[] ops, boolean taken) {
        Scoreboard board = new Scoreboard(pipeline);
        for (long op : before) {
            board.issue(op);
        }
        long start = board.last();
        if (taken && before.length > 0) {
            board.taken();
        }
        for (long op : ops) {
            board.issue(op);
        }
        return (board.last() - start) * MILLICYCLES;
    }
}
