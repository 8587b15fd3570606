package org.rustos.kernel.op;

import org.rustos.core.snapshot.Kept;
import org.rustos.kernel.cap.DerivationTree;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The capability system of one machine: the one derivation tree, and what still has to be paid for
 * because a slot was emptied somewhere (a file closed, a page unmapped and shot down).
 *
 * <p>A slot may be emptied by anybody's revocation. Who caused it pays, in the same step, so that
 * the effect is complete before the operation returns.
 */
public final class Capabilities {
    private final DerivationTree tree = new DerivationTree();
    private final Deque<Kept.Listener<Caller>> owed = new ArrayDeque<>();

    public DerivationTree tree() {
        return tree;
    }

    /** Leaves something to be done and paid by whoever runs the current operation. */
    public void owe(Kept.Listener<Caller> action) {
        owed.add(action);
    }

    /** Does what is owed, in the order in which it came up. */
    public void settle(Caller caller) {
        while (!owed.isEmpty()) {
            owed.remove().accept(caller);
        }
    }
}
