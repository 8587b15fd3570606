package org.rustos.kernel.network;

/**
 * A program outside of the machine that connects to a port of it, again and again. Its own work and
 * the way to it cost nothing; what it sends follows from what it received, so that runs are alike.
 */
public interface RemoteClient {
    /** Where it connects to, as soon as somebody listens there. */
    int port();

    /** A connection is there: what it sends first; null if it wants none any more. */
    byte[] connected();

    /** What it sends when these bytes have come; empty for nothing. */
    byte[] received(byte[] bytes);

    /** Whether it is done with this connection; asked when it has sent and received. */
    boolean closes();
}
