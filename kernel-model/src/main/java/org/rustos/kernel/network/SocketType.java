package org.rustos.kernel.network;

/** What a socket promises about order and boundaries. */
public enum SocketType {
    /** Bytes in order, without boundaries. */
    STREAM,
    /** Messages with boundaries, each on its own. */
    DATAGRAM,
    /** Messages with boundaries and in order, between two ends. */
    SEQUENCED
}
