package org.rustos.cpu.pipeline;

/** One block in one state of the pipeline: what it costs and what it leaves. */
public final class PipelineStep {
    private final BlockCode code;
    private final PipelineState from;
    private final boolean taken;
    private final int quotient;
    private final int generation;
    private final long costMc;
    private final int unresolved;
    private final PipelineState to;

    // What followed this step last, behind a branch that was taken and one that was not: mostly the
    // same again.
    private PipelineStep afterTaken;
    private PipelineStep afterFallen;

    /**
     * @param code of the block
     * @param from the state before
     * @param taken whether a taken branch led to the block
     * @param quotient bits of the quotients of its divisions
     * @param generation of the states that it names
     * @param costMc until the next block can be dispatched, in millicycles
     * @param unresolved ticks from then until the block's last branch is known to go right
     * @param to the state behind
     */
    PipelineStep(
            BlockCode code,
            PipelineState from,
            boolean taken,
            int quotient,
            int generation,
            long costMc,
            int unresolved,
            PipelineState to) {
        this.code = code;
        this.from = from;
        this.taken = taken;
        this.quotient = quotient;
        this.generation = generation;
        this.costMc = costMc;
        this.unresolved = unresolved;
        this.to = to;
    }

    // States are kept once each, so the same state is the same object.
    @SuppressWarnings("ReferenceEquality")
    boolean answers(PipelineState state, boolean entered, int bits, int now) {
        return from == state && taken == entered && quotient == bits && generation == now;
    }

    /** Whether this is the state behind it. */
    @SuppressWarnings("ReferenceEquality")
    boolean leaves(PipelineState state) {
        return to == state;
    }

    /** The step that this block does behind this one, if it did so the last time; else null. */
    PipelineStep then(BlockCode block, boolean entered, int now) {
        PipelineStep next = entered ? afterTaken : afterFallen;
        return next != null && next.code == block && next.generation == now ? next : null;
    }

    /** Notes what followed, with the usual quotient: another is known only behind the block. */
    void followedBy(PipelineStep next) {
        if (next.taken) {
            afterTaken = next;
        } else {
            afterFallen = next;
        }
    }

    PipelineState from() {
        return from;
    }

    boolean taken() {
        return taken;
    }

    int quotient() {
        return quotient;
    }

    /** Until the next block can be dispatched. */
    public long costMc() {
        return costMc;
    }

    /** Ticks until the last branch is known. */
    public int unresolved() {
        return unresolved;
    }

    /** The state behind. */
    public PipelineState to() {
        return to;
    }
}
