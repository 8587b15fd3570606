package org.rustos.kernel.cap;

/**
 * How a derived capability shall be weaker than its parent.
 *
 * @param mask rights to keep
 * @param badge badge to set; 0 keeps the parent's
 * @param expiryMc latest end of life; {@link Capability#NEVER} keeps the parent's
 */
public record DeriveRequest(Rights mask, long badge, long expiryMc) {
    /** The same rights, badge and life. */
    public static final DeriveRequest COPY = attenuate(Rights.ALL);

    public static DeriveRequest attenuate(Rights mask) {
        return new DeriveRequest(mask, 0, Capability.NEVER);
    }

    public static DeriveRequest mint(Rights mask, long badge) {
        return new DeriveRequest(mask, badge, Capability.NEVER);
    }

    public DeriveRequest until(long mc) {
        return new DeriveRequest(mask, badge, mc);
    }
}
