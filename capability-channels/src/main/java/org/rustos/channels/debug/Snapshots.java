package org.rustos.channels.debug;

import org.rustos.core.snapshot.Snapshot;
import org.rustos.core.snapshot.SnapshotException;
import org.rustos.core.snapshot.StateGraph;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Moments of a run to which it can go back at once. There are never many: when there are too many,
 * every second one goes and new ones are taken half as often.
 */
final class Snapshots {
    private static final int MOST = 24;

    /**
     * A moment.
     *
     * @param again where threads were that will execute an instruction again
     * @param last thread that began an instruction, 0 for none
     */
    record Saved(
            long tick,
            Snapshot snapshot,
            ReplayedStreams.Position streams,
            Map<Integer, Long> again,
            int last) {}

    private final StateGraph states;
    private final NavigableMap<Long, Saved> taken = new TreeMap<>();
    private long interval;

    /**
     * None yet.
     *
     * @param interval moments from one to the next
     */
    Snapshots(StateGraph states, long interval) {
        this.states = states;
        this.interval = interval;
    }

    /** When the next one is due, after a moment. */
    long dueAfter(long tick) {
        return tick + interval;
    }

    /** The state as it is, or null if something in it cannot be saved: then it is repeated. */
    Snapshot take() {
        try {
            return states.save();
        } catch (IllegalStateException notSavable) {
            return null;
        }
    }

    void keep(Saved saved) {
        taken.put(saved.tick(), saved);
        if (taken.size() > MOST) {
            boolean[] odd = new boolean[1];
            taken.keySet()
                    .removeIf(
                            _ -> {
                                odd[0] = !odd[0];
                                return !odd[0];
                            });
            interval *= 2;
        }
    }

    /** Another future begins: what was kept of the old one is no moment of it. */
    void forgetAfter(long tick) {
        taken.tailMap(tick, true).clear();
    }

    /** The last one before a moment, or null. */
    Saved before(long tick) {
        Map.Entry<Long, Saved> entry = taken.lowerEntry(tick);
        return entry == null ? null : entry.getValue();
    }

    /** Makes the state that of a kept moment. */
    void restore(Saved saved) {
        try {
            states.restore(saved.snapshot());
        } catch (SnapshotException e) {
            throw new IllegalStateException("a snapshot of this very run", e);
        }
    }
}
