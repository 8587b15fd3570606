package org.rustos.kernel.cap;

/**
 * Remembers which capability came from which, so that what was handed on can be taken back.
 *
 * <p>Every operation first decodes (all checks) and then invokes: after the last check nothing can
 * fail, and a refused operation has changed nothing. Work per operation is bounded: a derivation
 * walks at most {@link #maxDepth} ancestors, a revocation goes by {@link Revocation#step}.
 */
public final class DerivationTree {
    /**
     * Enough for any chain of hand-overs seen in practice, short enough to walk at each derivation.
     */
    public static final int DEFAULT_MAX_DEPTH = 255;

    private final int maxDepth;

    public DerivationTree() {
        this(DEFAULT_MAX_DEPTH);
    }

    public DerivationTree(int maxDepth) {
        this.maxDepth = maxDepth;
    }

    public int maxDepth() {
        return maxDepth;
    }

    /** The kernel itself gives a process the first capability to an object. */
    public CapResult grant(
            CSpace space, KernelObject object, Rights rights, long badge, long expiryMc) {
        if (space.full()) {
            return refused(Refusal.NO_SLOT);
        }
        return put(
                space,
                new CapNode(new Capability(object, rights, badge, object.epoch(), expiryMc)));
    }

    /** A weaker capability beside its parent in the same space. */
    public CapResult derive(CSpace space, long handle, DeriveRequest request, long nowMc) {
        return derive(space, handle, space, Rights.NONE, request, nowMc);
    }

    /** A weaker capability for another process; needs {@link Rights#GRANT}. */
    public CapResult delegate(
            CSpace from, long handle, CSpace to, DeriveRequest request, long nowMc) {
        return derive(from, handle, to, Rights.GRANT, request, nowMc);
    }

    private CapResult derive(
            CSpace from, long handle, CSpace to, Rights needed, DeriveRequest request, long nowMc) {
        Refusal refusal = refusal(from, handle, needed, nowMc);
        if (refusal != null) {
            return refused(refusal);
        }
        CapNode parent = from.node(handle);
        if (request.badge() != 0
                && parent.capability.badge() != 0
                && request.badge() != parent.capability.badge()) {
            return refused(Refusal.BADGED);
        }
        refusal = ancestry(parent);
        if (refusal != null) {
            return refused(refusal);
        }
        if (to.full()) {
            return refused(Refusal.NO_SLOT);
        }
        CapNode child = new CapNode(parent.capability.derive(request));
        parent.adopt(child);
        return put(to, child);
    }

    /** Gives the capability another handle in its own space; the old handle is stale. */
    public CapResult move(CSpace space, long handle, long nowMc) {
        return move(space, handle, space, Rights.NONE, nowMc);
    }

    /** Hands the capability itself over; needs {@link Rights#GRANT}. Its ancestry stays. */
    public CapResult transfer(CSpace from, long handle, CSpace to, long nowMc) {
        return move(from, handle, to, Rights.GRANT, nowMc);
    }

    private CapResult move(CSpace from, long handle, CSpace to, Rights needed, long nowMc) {
        Refusal refusal = refusal(from, handle, needed, nowMc);
        if (refusal == null && to.full()) {
            refusal = Refusal.NO_SLOT;
        }
        if (refusal != null) {
            return refused(refusal);
        }
        CapNode node = from.node(handle);
        from.clear(node, false);
        return put(to, node);
    }

    /**
     * Empties a slot; what was derived from it lives on below its parent. Works on dead
     * capabilities too, so that their slots can be given back.
     */
    public Refusal delete(CSpace space, long handle) {
        Refusal absent = space.absent(handle);
        if (absent == null) {
            delete(space.node(handle));
        }
        return absent;
    }

    private static void delete(CapNode node) {
        node.space.clear(node, false);
        node.dissolve();
    }

    /** Empties up to {@code budget} slots of a space that goes away; true when it is empty. */
    public boolean clear(CSpace space, int budget) {
        for (int i = 0; i < budget && space.used() > 0; i++) {
            delete(space.any());
        }
        return space.used() == 0;
    }

    /**
     * Starts to kill everything that was derived from a capability, which itself stays; needs
     * {@link Rights#REVOKE}. Once the last step has returned, no use of a descendant succeeds.
     */
    public RevokeResult revoke(CSpace space, long handle, long nowMc) {
        Refusal refusal = refusal(space, handle, Rights.REVOKE, nowMc);
        return refusal == null
                ? new RevokeResult.Started(begin(space.node(handle)))
                : new RevokeResult.Refused(refusal);
    }

    /**
     * The holder drops a capability: it dies at once, and everything derived from it with the
     * steps. Needs no right, since nobody may keep what a departed holder lent.
     */
    public RevokeResult drop(CSpace space, long handle) {
        Refusal absent = space.absent(handle);
        if (absent != null) {
            return new RevokeResult.Refused(absent);
        }
        CapNode node = space.node(handle);
        Revocation revocation = begin(node);
        delete(node);
        return new RevokeResult.Started(revocation);
    }

    private static Revocation begin(CapNode node) {
        return node.revocation != null ? node.revocation : new Revocation(node);
    }

    private static Refusal refusal(CSpace space, long handle, Rights needed, long nowMc) {
        Refusal absent = space.absent(handle);
        return absent != null ? absent : space.node(handle).capability.refusal(null, needed, nowMc);
    }

    /** Nothing may be derived below a root under revocation: the revocation could be outrun. */
    private Refusal ancestry(CapNode parent) {
        int depth = 0;
        for (CapNode node = parent; node != null; node = node.parent) {
            if (node.revocation != null || node.condemned) {
                return node == parent ? Refusal.BUSY : Refusal.REVOKED;
            }
            depth++;
            if (depth > maxDepth) {
                return Refusal.TOO_DEEP;
            }
        }
        return null;
    }

    private static CapResult put(CSpace space, CapNode node) {
        return new CapResult.Granted(space.put(node), node.capability);
    }

    private static CapResult refused(Refusal refusal) {
        return new CapResult.Refused(refusal);
    }
}
