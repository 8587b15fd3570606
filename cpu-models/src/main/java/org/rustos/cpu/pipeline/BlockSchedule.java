package org.rustos.cpu.pipeline;

/**
 * What a block costs in each state of the pipeline that it was entered in, remembered because loops
 * come back to the same few states.
 */
public final class BlockSchedule {
    private static final int LEAST_SLOTS = 4;
    private static final int MOST_SLOTS = 1 << 12;

    private final BlockCode code;
    // A pair of slots for each hash; what finds both taken by others replaces the older.
    private PipelineStep[] steps = new PipelineStep[LEAST_SLOTS];
    private int replaced;

    /** Nothing is remembered yet. */
    public BlockSchedule(BlockCode code) {
        this.code = code;
    }

    /** What the block does in a state; see {@link PipelineRun#run}. */
    public PipelineStep step(PipelineRun run, PipelineState from, boolean taken, int quotient) {
        int slot = slot(from, taken, quotient);
        PipelineStep known = steps[slot];
        if (known != null && known.answers(from, taken, quotient, run.generation())) {
            return known;
        }
        return second(run, from, taken, quotient, slot);
    }

    private PipelineStep second(
            PipelineRun run, PipelineState from, boolean taken, int quotient, int slot) {
        PipelineStep first = steps[slot];
        PipelineStep known = steps[slot + 1];
        if (known == null || !known.answers(from, taken, quotient, run.generation())) {
            if (known != null && ++replaced > steps.length && steps.length < MOST_SLOTS) {
                steps = new PipelineStep[4 * steps.length];
                replaced = 0;
                known = run.run(code, from, taken, quotient);
                steps[slot(from, taken, quotient)] = known;
                return known;
            }
            known = run.run(code, from, taken, quotient);
        }
        steps[slot] = known;
        steps[slot + 1] = first;
        return known;
    }

    private int slot(PipelineState from, boolean taken, int quotient) {
        int hash = from.hashCode() + quotient * 0x61c88647 + (taken ? 0x3504f333 : 0);
        return (hash ^ hash >>> 16) << 1 & steps.length - 1;
    }
}
