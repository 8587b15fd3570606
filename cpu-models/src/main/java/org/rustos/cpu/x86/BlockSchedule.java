package org.rustos.cpu.x86;

import java.util.Arrays;

/**
 * What a block costs in each state of the pipeline that it was entered in, remembered because loops
 * come back to the same few states.
 */
final class BlockSchedule {
    private static final int LEAST_SLOTS = 4;
    private static final int MOST_SLOTS = 1 << 12;

    /**
     * One answer.
     *
     * @param from the state before
     * @param taken whether a taken branch led to the block
     * @param quotient bits of the quotients of its divisions
     * @param generation of the states that it names
     * @param costMc until the next block can be dispatched, in millicycles
     * @param unresolved ticks from then until the block's last branch is known to go right
     * @param to the state behind
     */
    record Step(
            PipelineState from,
            boolean taken,
            int quotient,
            int generation,
            long costMc,
            int unresolved,
            PipelineState to) {
        // States are kept once each, so the same state is the same object.
        @SuppressWarnings("ReferenceEquality")
        boolean answers(PipelineState state, boolean entered, int bits, int now) {
            return from == state && taken == entered && quotient == bits && generation == now;
        }
    }

    private final BlockCode code;
    private Step[] steps = new Step[LEAST_SLOTS];
    private int filled;

    BlockSchedule(BlockCode code) {
        this.code = code;
    }

    /** Whether what it costs depends on quotients. */
    boolean divides() {
        return code.divides;
    }

    /** What the block does in a state; see {@link PipelineRun#run}. */
    Step step(PipelineRun run, PipelineState from, boolean taken, int quotient) {
        int generation = run.generation();
        int slot = slot(from, taken, quotient);
        Step known = steps[slot];
        if (known != null && known.answers(from, taken, quotient, generation)) {
            return known;
        }
        return elsewhere(run, from, taken, quotient, slot);
    }

    private Step elsewhere(
            PipelineRun run, PipelineState from, boolean taken, int quotient, int first) {
        int mask = steps.length - 1;
        int slot = first;
        while (steps[slot] != null) {
            if (steps[slot].answers(from, taken, quotient, run.generation())) {
                return steps[slot];
            }
            slot = slot + 1 & mask;
        }
        Step made = run.run(code, from, taken, quotient);
        remember(made);
        return made;
    }

    private void remember(Step made) {
        if (2 * (filled + 1) > steps.length) {
            Step[] old = steps;
            if (steps.length < MOST_SLOTS) {
                steps = new Step[2 * old.length];
            } else {
                Arrays.fill(steps, null);
            }
            filled = 0;
            if (steps != old) {
                for (Step step : old) {
                    if (step != null && step.generation() == made.generation()) {
                        put(step);
                    }
                }
            }
        }
        put(made);
    }

    private void put(Step step) {
        int slot = slot(step.from(), step.taken(), step.quotient());
        while (steps[slot] != null) {
            slot = slot + 1 & steps.length - 1;
        }
        steps[slot] = step;
        filled++;
    }

    private int slot(PipelineState from, boolean taken, int quotient) {
        int hash = from.hashCode() * 31 + quotient * 2 + (taken ? 1 : 0);
        return (hash ^ hash >>> 16 ^ hash >>> 7) & steps.length - 1;
    }
}
