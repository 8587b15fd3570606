package org.rustos.kernel.network;

/**
 * A host and a port, of version 4 or 6 of the internet protocol.
 *
 * @param six whether it is a version 6 address
 * @param high the upper 64 bits; 0 in version 4
 * @param low the lower 64 bits; in version 4 its 32 bits, most significant first
 * @param port 0 to 65535; 0 is none
 */
public record InternetAddress(boolean six, long high, long low, int port) implements Address {
    private static final long MAPPED = 0xffff_0000_0000L;
    private static final long MASK32 = 0xffff_ffffL;
    private static final int LOOPBACK_NET = 127;

    /** The host that stands for all addresses, or for this machine. */
    public static InternetAddress any(boolean six, int port) {
        return new InternetAddress(six, 0, 0, port);
    }

    public static InternetAddress loopback(boolean six, int port) {
        return new InternetAddress(six, 0, six ? 1 : 0x7f00_0001L, port);
    }

    public InternetAddress withPort(int other) {
        return new InternetAddress(six, high, low, other);
    }

    public boolean isAny() {
        return high == 0 && low == 0;
    }

    public boolean isLoopback() {
        return six ? high == 0 && low == 1 : low >>> 24 == LOOPBACK_NET;
    }

    /** The limited broadcast address. */
    public boolean isBroadcast() {
        return !six && low == MASK32;
    }

    /** A version 4 address that is written as one of version 6, in its own form. */
    public InternetAddress plain() {
        boolean mapped = six && high == 0 && (low & ~MASK32) == MAPPED;
        return mapped ? new InternetAddress(false, 0, low & MASK32, port) : this;
    }

    /** The form in which a socket of some version tells it. */
    public InternetAddress seenBy(boolean versionSix) {
        if (!versionSix || six) {
            return this;
        }
        return isAny() ? any(true, port) : new InternetAddress(true, 0, MAPPED | low, port);
    }

    boolean sameHost(InternetAddress other) {
        return six == other.six && high == other.high && low == other.low;
    }
}
