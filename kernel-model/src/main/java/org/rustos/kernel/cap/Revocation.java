package org.rustos.kernel.cap;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A revocation under way: it kills all descendants of one capability in steps of bounded work, so
 * that a million of them do not stop the machine.
 *
 * <p>Ancestors die before their descendants, and nothing can be derived below the root while it
 * lasts (see {@link DerivationTree}); so the number of nodes to visit is fixed when it starts. The
 * nodes that still have to be looked at hang together by their own links: no recursion, no memory.
 */
public final class Revocation {
    private final CapNode root;
    private CapNode stack;
    private final Deque<Revocation> nested = new ArrayDeque<>();
    private long killed;
    private boolean done;

    Revocation(CapNode root) {
        this.root = root;
        root.revocation = this;
    }

    public boolean done() {
        return done;
    }

    /** Capabilities killed so far, those of revocations that this one ran into included. */
    public long killed() {
        return killed;
    }

    /**
     * Goes on.
     *
     * @param budget most nodes to visit, at least 1
     * @return nodes visited; the caller prices them
     */
    public int step(int budget) {
        int visited = 0;
        while (!done && visited < budget) {
            if (stack != null) {
                if (!takeChild(stack)) {
                    CapNode drained = stack;
                    stack = drained.next;
                    drained.next = null;
                }
                visited++;
            } else if (takeChild(root)) {
                visited++;
            } else if (!nested.isEmpty()) {
                long before = nested.peek().killed;
                visited += nested.peek().step(budget - visited);
                killed += nested.peek().killed - before;
                if (nested.peek().done) {
                    nested.remove();
                }
            } else {
                finish();
            }
        }
        return visited;
    }

    /** Kills one child of a node and keeps it for its own children. */
    private boolean takeChild(CapNode node) {
        CapNode child = node.firstChild;
        if (child == null) {
            return false;
        }
        child.unlink();
        child.condemned = true;
        // Whoever asks for ancestors finds the root, which is under revocation.
        child.parent = root;
        if (child.alive()) {
            child.space.clear(child, true);
            killed++;
        }
        if (child.revocation != null) {
            // Its children stay its own: it must not be done before they are.
            nested.add(child.revocation);
        } else if (child.firstChild != null) {
            child.next = stack;
            stack = child;
        }
        return true;
    }

    private void finish() {
        done = true;
        root.revocation = null;
        root.dissolve();
    }
}
