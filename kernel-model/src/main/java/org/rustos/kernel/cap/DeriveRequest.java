package org.rustos.kernel.cap;

/**
 * How a derived capability shall be weaker than its parent.
 *
 * @param mask rights to keep
 * @param badge badge to set; 0 keeps the parent's
 * @param expiryMc latest end of life; {@link Capability#NEVER} keeps the parent's
 * @param amplifies gives the rights of the mask, had the parent them or not: a kernel that forgets
 *     the check
 */
public record DeriveRequest(Rights mask, long badge, long expiryMc, boolean amplifies) {
    /** The same rights, badge and life. */
    public static final DeriveRequest COPY = attenuate(Rights.ALL);

    public static DeriveRequest attenuate(Rights mask) {
        return new DeriveRequest(mask, 0, Capability.NEVER, false);
    }

    public static DeriveRequest mint(Rights mask, long badge) {
        return new DeriveRequest(mask, badge, Capability.NEVER, false);
    }

    public DeriveRequest until(long mc) {
        return new DeriveRequest(mask, badge, mc, amplifies);
    }

    /** The same by a kernel that compares nothing with the parent's rights. */
    public DeriveRequest amplified() {
        return new DeriveRequest(mask, badge, expiryMc, true);
    }
}
