package org.rustos.kernel.cap;

/**
 * The unforgeable pair of an object and what may be done to it, with the two limits that end it
 * without anybody finding it: epoch and expiry.
 *
 * @param badge what the object's server sees of the holder; 0 is unbadged, set once
 * @param epoch the object's epoch when the root of this capability was granted
 * @param expiryMc simulated time from which on it is dead; {@link #NEVER} for no limit
 */
public record Capability(
        KernelObject object, Rights rights, long badge, long epoch, long expiryMc) {
    public static final long NEVER = Long.MAX_VALUE;

    /**
     * The capability that a holder of this one may hand on: never more rights, never a longer life,
     * never another badge once there is one.
     */
    Capability derive(DeriveRequest request) {
        return new Capability(
                object,
                request.amplifies() ? request.mask() : rights.and(request.mask()),
                badge != 0 ? badge : request.badge(),
                epoch,
                Math.min(expiryMc, request.expiryMc()));
    }

    /**
     * Why it cannot be used now, or null if it can. Type before rights: the type gives them
     * meaning.
     */
    Refusal refusal(ObjectKind kind, Rights needed, long nowMc) {
        if (epoch != object.epoch()) {
            return Refusal.REVOKED;
        }
        if (nowMc >= expiryMc) {
            return Refusal.EXPIRED;
        }
        if (kind != null && object.kind() != kind) {
            return Refusal.WRONG_TYPE;
        }
        return rights.contains(needed) ? null : Refusal.MISSING_RIGHT;
    }
}
