package org.rustos.cpu.pipeline;

import java.util.Arrays;

/**
 * What one block leaves to the next in the pipeline: which registers, units and stored values are
 * not ready yet. All times are ticks after the moment at which the next instruction could be
 * dispatched, so that the same situation is the same state whenever it comes. Immutable.
 */
public final class PipelineState {
    /** Words of a store that is still in flight, behind the fixed words. */
    static final int STORE_WORDS = 8;

    private final int[] words;
    private final int hash;
    // The last answer of PipelineStates.later, which asks the same again and again.
    private transient int laterTicks = -1;
    private transient PipelineState later;

    PipelineState(int[] words) {
        this.words = words;
        int mixed = Arrays.hashCode(words) * 0x9e3779b1;
        this.hash = mixed ^ mixed >>> 15;
    }

    int[] words() {
        return words;
    }

    /** This state after some ticks in which nothing is dispatched; null if not yet known. */
    PipelineState later(int ticks) {
        return ticks == laterTicks ? later : null;
    }

    void later(int ticks, PipelineState state) {
        laterTicks = ticks;
        later = state;
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PipelineState state && Arrays.equals(words, state.words);
    }
}
