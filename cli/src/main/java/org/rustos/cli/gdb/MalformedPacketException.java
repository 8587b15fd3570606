package org.rustos.cli.gdb;

/** A packet does not say what its kind must say; it is answered with an error number. */
final class MalformedPacketException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedPacketException() {
        super("malformed packet", null, false, false);
    }
}
