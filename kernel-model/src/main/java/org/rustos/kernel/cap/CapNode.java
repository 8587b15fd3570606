package org.rustos.kernel.cap;

/**
 * A place in the derivation tree: links to kin, so that a revocation needs no search, no recursion
 * and no memory of its own.
 */
final class CapNode {
    final Capability capability;

    /** The space and slot that hold it; null when it was deleted or revoked. */
    CSpace space;

    int slot;
    CapNode parent;
    CapNode firstChild;
    CapNode previous;
    CapNode next;

    /** The revocation that this node is the root of, while it is under way. */
    Revocation revocation;

    /** True once a revocation owns the node: nobody else may unlink it. */
    boolean condemned;

    CapNode(Capability capability) {
        this.capability = capability;
    }

    boolean alive() {
        return space != null;
    }

    void adopt(CapNode child) {
        child.parent = this;
        child.previous = null;
        child.next = firstChild;
        if (firstChild != null) {
            firstChild.previous = child;
        }
        firstChild = child;
    }

    void unlink() {
        if (previous != null) {
            previous.next = next;
        } else if (parent != null) {
            parent.firstChild = next;
        }
        if (next != null) {
            next.previous = previous;
        }
        parent = null;
        previous = null;
        next = null;
    }

    /** True if there is exactly one child. */
    boolean onlyChild() {
        return firstChild != null && firstChild.next == null;
    }

    /**
     * Takes the node out of the tree if the tree keeps its shape without it: with no child it goes,
     * with one the child takes its place. With more it stays as a nameless fork, so forks are fewer
     * than living leaves and cannot be piled up.
     */
    void dissolve() {
        if (alive() || condemned || revocation != null || parent == null && firstChild != null) {
            // A nameless root may keep its children: nobody above can revoke them.
            return;
        }
        CapNode above = parent;
        if (firstChild == null) {
            unlink();
            if (above != null && !above.alive() && above.onlyChild()) {
                above.dissolve();
            }
        } else if (onlyChild()) {
            CapNode child = firstChild;
            child.unlink();
            unlink();
            above.adopt(child);
        }
    }
}
