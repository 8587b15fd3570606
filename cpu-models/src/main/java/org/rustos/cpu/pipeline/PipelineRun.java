package org.rustos.cpu.pipeline;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Runs blocks through the profile's out-of-order pipeline: dispatch width, operand latencies,
 * units, forwarding through memory, barriers, one taken branch per cycle, and a reorder window. It
 * takes the state that the block before left, so latency that a neighbour hides is hidden, and
 * latency that a neighbour waits for is paid.
 *
 * <p>The same block in the same state always does the same, so {@link BlockSchedule} remembers the
 * answers; forgetting them changes nothing but speed. All caches hit: misses are events on top.
 */
public final class PipelineRun {
    /** States are remembered up to this number, then all are forgotten. */
    private static final int MOST_STATES = 1 << 16;

    private final Pipeline pipeline;
    private final int units;
    private final int retired;
    private final int group;
    private final int stores;
    private final int[] words;
    private final StoresInFlight inFlight;
    private final Map<PipelineState, PipelineState> states = new HashMap<>();
    private final IdentityHashMap<BlockCode, BlockSchedule> schedules = new IdentityHashMap<>();
    private final PipelineState empty;
    private final int reorderTicks;
    private final int aheadTicks;
    private final int takenTicks;
    private int dispatched;
    private int resolved;
    private int generation;

    /** A run through an empty pipeline. */
    public PipelineRun(Pipeline pipeline) {
        this.pipeline = pipeline;
        this.units = pipeline.registers();
        this.retired = units + pipeline.units();
        this.group = retired + 1;
        this.stores = group + 1;
        this.words = new int[stores];
        this.inFlight = new StoresInFlight(pipeline);
        this.reorderTicks = pipeline.reorderTicks();
        this.aheadTicks = pipeline.fetchAheadTicks();
        this.takenTicks = pipeline.takenBranchTicks();
        words[group] = -aheadTicks - takenTicks;
        this.empty = new PipelineState(words.clone());
        states.put(empty, empty);
    }

    /** Nothing in flight, as behind a trap. */
    public PipelineState empty() {
        return empty;
    }

    /** The one state that stands for all equal ones. */
    PipelineState known(PipelineState state) {
        PipelineState known = states.putIfAbsent(state, state);
        return known == null ? state : known;
    }

    /** What is remembered of a block, one for all copies of the same code. */
    public BlockSchedule scheduleOf(BlockCode code) {
        if (schedules.size() >= MOST_STATES) {
            schedules.clear();
        }
        return schedules.computeIfAbsent(code, BlockSchedule::new);
    }

    /** Changes when the remembered states were forgotten: answers that name them are stale. */
    int generation() {
        return generation;
    }

    /**
     * Runs a block.
     *
     * @param from what the block before left
     * @param taken whether a taken branch led here
     * @param quotient bits of the quotients of its divisions
     */
    public PipelineStep run(BlockCode code, PipelineState from, boolean taken, int quotient) {
        load(from);
        if (taken) {
            words[group] = Math.max(words[group] + takenTicks, -aheadTicks);
            dispatched = Math.max(0, words[group]);
        }
        resolved = 0;
        for (int i = 0; i < code.size; i++) {
            issue(code, i, quotient);
        }
        int ticks = dispatched;
        return new PipelineStep(
                code,
                from,
                taken,
                quotient,
                generation,
                pipeline.millicycles(ticks),
                Math.max(0, resolved - ticks),
                save(ticks));
    }

    /** The state after some ticks without dispatch, with the fetch queue empty. */
    public PipelineState later(PipelineState state, int ticks) {
        PipelineState known = state.later(ticks);
        if (known != null) {
            return known;
        }
        load(state);
        words[group] = ticks - takenTicks;
        PipelineState made = save(ticks);
        state.later(ticks, made);
        return made;
    }

    /** Ticks until everything in flight has retired. */
    int backlog(PipelineState state) {
        return state.words()[retired];
    }

    private void load(PipelineState from) {
        System.arraycopy(from.words(), 0, words, 0, stores);
        inFlight.load(from.words(), stores);
        dispatched = 0;
    }

    private void issue(BlockCode code, int i, int quotient) {
        int behind = words[retired] - reorderTicks;
        if (behind > dispatched) {
            dispatched = behind;
        }
        int start = Math.max(dispatched, ready(code.inputs[i]));
        if (code.barrier[i]) {
            waitForAll(code.barrierOverlap[i]);
            start = dispatched;
        }
        if (code.loadOccupancy[i] != 0) {
            start = Math.max(start, loaded(code, i));
        }
        if (code.unit[i] >= 0) {
            start = Math.max(start, occupy(units + code.unit[i], occupancy(code, i, quotient)));
        }
        int finish =
                start + (code.byQuotient[i] ? pipeline.divisionTicks(quotient) : code.latency[i]);
        if (code.storeOccupancy[i] != 0) {
            store(code, i, finish);
        }
        inFlight.changed(code, i);
        for (long rest = code.written[i]; rest != 0; rest &= rest - 1) {
            words[Long.numberOfTrailingZeros(rest)] = finish;
        }
        dispatched += code.dispatch[i];
        if (code.barrier[i]) {
            dispatched = Math.max(dispatched, finish);
        }
        if (code.control[i]) {
            resolved = finish;
        }
        words[retired] = Math.max(words[retired], finish);
    }

    /** What is still in flight when a barrier begins ends under its own time, which an event is. */
    private void waitForAll(int overlap) {
        dispatched = Math.max(dispatched, words[retired] - overlap);
        for (int w = 0; w < group; w++) {
            words[w] = Math.min(words[w], dispatched);
        }
    }

    private int occupancy(BlockCode code, int i, int quotient) {
        return code.byQuotient[i] ? pipeline.divisionOccupancyTicks(quotient) : code.occupancy[i];
    }

    /** Takes a unit in program order; returns when it is free for this instruction. */
    private int occupy(int word, int ticks) {
        int free = Math.max(words[word], dispatched);
        words[word] = free + ticks;
        return free;
    }

    private int loaded(BlockCode code, int i) {
        int unitFree = occupy(units + pipeline.loadUnit(), code.loadOccupancy[i]);
        int done = 0;
        for (Place place : code.reads[i]) {
            int address = Math.max(unitFree, ready(place.inputs()));
            int value = address + code.loadLatency[i];
            done = Math.max(done, inFlight.valueAt(place, value, code.locked[i], code.returns[i]));
        }
        return done;
    }

    private void store(BlockCode code, int i, int finish) {
        occupy(units + pipeline.storeUnit(), code.storeOccupancy[i]);
        for (Place place : code.writes[i]) {
            int address = Math.max(dispatched, ready(place.inputs()));
            inFlight.store(place, finish, address);
        }
    }

    private int ready(long registers) {
        int latest = 0;
        for (long rest = registers; rest != 0; rest &= rest - 1) {
            latest = Math.max(latest, words[Long.numberOfTrailingZeros(rest)]);
        }
        return latest;
    }

    /** The state relative to a moment; what is ready by then needs no time. */
    private PipelineState save(int ticks) {
        int kept = inFlight.keep(ticks);
        int[] saved = new int[stores + kept * PipelineState.STORE_WORDS];
        for (int w = 0; w < group; w++) {
            saved[w] = Math.max(0, words[w] - ticks);
        }
        saved[group] = Math.max(words[group] - ticks, -aheadTicks - takenTicks);
        inFlight.save(saved, stores, ticks);
        if (states.size() >= MOST_STATES) {
            states.clear();
            states.put(empty, empty);
            generation++;
        }
        return known(new PipelineState(saved));
    }
}
