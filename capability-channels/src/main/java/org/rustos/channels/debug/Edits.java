package org.rustos.channels.debug;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What a debugger changed, and when: a run that goes back and forth again must meet the same
 * changes at the same moments.
 */
final class Edits {
    /** Makes a change in whatever simulation is there. */
    interface Edit {
        void apply(DebuggedRun target);
    }

    private final NavigableMap<Long, List<Edit>> byTick = new TreeMap<>();

    /** A change is made now: what was changed later belongs to a future that will not come. */
    void made(long tick, Edit edit) {
        byTick.tailMap(tick, false).clear();
        byTick.computeIfAbsent(tick, _ -> new ArrayList<>()).add(edit);
    }

    boolean none() {
        return byTick.isEmpty();
    }

    /** The changes of a moment; usually none. */
    List<Edit> at(long tick) {
        return byTick.getOrDefault(tick, List.of());
    }
}
