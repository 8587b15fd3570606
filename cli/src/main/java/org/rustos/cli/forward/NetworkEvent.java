package org.rustos.cli.forward;

/**
 * Something that the world outside did to a connection.
 *
 * @param connection number, in the order in which the host accepted them
 * @param amount the guest's port of an opening, bytes of a credit, else 0
 * @param bytes of data, else empty
 */
public record NetworkEvent(Kind kind, int connection, long amount, byte[] bytes) {
    private static final byte[] NONE = {};

    /** What happened. */
    public enum Kind {
        /** It wants to be connected. */
        OPEN,
        /** It sent bytes. */
        DATA,
        /** It took bytes that the guest sent. */
        CREDIT,
        /** It sends no more. */
        FINISH,
        /** It is gone. */
        GONE
    }

    static NetworkEvent of(Kind kind, int connection, long amount) {
        return new NetworkEvent(kind, connection, amount, NONE);
    }

    static NetworkEvent data(int connection, byte[] bytes) {
        return new NetworkEvent(Kind.DATA, connection, 0, bytes);
    }
}
