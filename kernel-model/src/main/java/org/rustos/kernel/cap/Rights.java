package org.rustos.kernel.cap;

/**
 * A set of rights. Derivation only intersects sets, so rights never grow.
 *
 * @param bits union of the constants' bits; part of the guest ABI
 */
public record Rights(int bits) {
    public static final Rights NONE = new Rights(0);

    /** Read contents or state. */
    public static final Rights READ = new Rights(1);

    /** Change contents or state. */
    public static final Rights WRITE = new Rights(1 << 1);

    /** Read attributes. */
    public static final Rights STAT = new Rights(1 << 2);

    /** Name files below a directory. */
    public static final Rights LOOKUP = new Rights(1 << 3);

    /** Make files below a directory. */
    public static final Rights CREATE = new Rights(1 << 4);

    /** Map into an address space. */
    public static final Rights MAP = new Rights(1 << 5);

    /** Hand on to another process. */
    public static final Rights GRANT = new Rights(1 << 6);

    /** Take back what was derived. */
    public static final Rights REVOKE = new Rights(1 << 7);

    public static final Rights ALL = new Rights((1 << 8) - 1);

    /**
     * A set of known rights.
     *
     * @throws IllegalArgumentException on an unknown bit: decode guest values by {@link #decode}
     */
    public Rights {
        if ((bits & ~0xff) != 0) {
            throw new IllegalArgumentException("unknown rights: 0x" + Integer.toHexString(bits));
        }
    }

    /** The set that a guest named, or null if it holds an unknown bit. */
    public static Rights decode(long bits) {
        return (bits & ~0xffL) == 0 ? new Rights((int) bits) : null;
    }

    public Rights and(Rights other) {
        return new Rights(bits & other.bits);
    }

    public Rights or(Rights other) {
        return new Rights(bits | other.bits);
    }

    public Rights without(Rights other) {
        return new Rights(bits & ~other.bits);
    }

    /** True if every right of the other set is in this one. */
    public boolean contains(Rights other) {
        return (other.bits & ~bits) == 0;
    }
}
