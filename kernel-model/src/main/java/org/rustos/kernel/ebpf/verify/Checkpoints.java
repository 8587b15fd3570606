package org.rustos.kernel.ebpf.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * States seen where paths meet. A path that comes to a point in a state which one explored to the
 * end covers need not go on; one that comes back to the very state of a point that it has passed
 * will never end. Only finished states end a path: that is why acceptance proves termination.
 */
final class Checkpoints {
    private static final int PER_SLOT = 48;
    private static final int ALL = 1 << 15;
    private static final int MISSES = 8;

    private final Map<Integer, List<Checkpoint>> bySlot = new HashMap<>();
    private int count;

    /** A state, and how many paths from it are not yet explored. */
    static final class Checkpoint {
        private final State state;
        private final Checkpoint parent;
        private int open = 1;
        private int misses;
        private int hits;

        private Checkpoint(State state, Checkpoint parent) {
            this.state = state;
            this.parent = parent;
        }
    }

    /** What a point says to a path. */
    enum Answer {
        GO_ON,
        KNOWN,
        ENDLESS
    }

    /** Asks about a state. */
    Answer ask(int slot, State now) {
        List<Checkpoint> seen = bySlot.get(slot);
        if (seen == null) {
            return Answer.GO_ON;
        }
        for (int i = 0; i < seen.size(); i++) {
            Checkpoint each = seen.get(i);
            if (Comparison.covers(each.state, now)) {
                if (each.open == 0) {
                    each.hits++;
                    return Answer.KNOWN;
                }
                if (Comparison.covers(now, each.state)) {
                    return Answer.ENDLESS;
                }
            }
            each.misses++;
        }
        seen.removeIf(each -> each.open == 0 && each.misses > MISSES * (each.hits + 1) * 8);
        return Answer.GO_ON;
    }

    /** Remembers a state; the checkpoint that the path now stands behind. */
    Checkpoint add(int slot, State now, Checkpoint parent) {
        List<Checkpoint> seen = bySlot.computeIfAbsent(slot, key -> new ArrayList<>());
        if (seen.size() == PER_SLOT) {
            seen.removeFirst();
        } else if (count == ALL) {
            return parent;
        } else {
            count++;
        }
        Checkpoint checkpoint = new Checkpoint(now.copy(), parent);
        seen.add(checkpoint);
        return checkpoint;
    }

    /** A path forks behind a checkpoint. */
    static void fork(Checkpoint behind) {
        if (behind != null) {
            behind.open++;
        }
    }

    /** A path behind a checkpoint was explored to its end. */
    static void done(Checkpoint behind) {
        for (Checkpoint at = behind; at != null; at = at.parent) {
            at.open--;
            if (at.open > 0) {
                return;
            }
        }
    }
}
