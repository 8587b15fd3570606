package org.rustos.core.snapshot;

/** A snapshot cannot be read or does not fit; the message is one line. */
public final class SnapshotException extends Exception {
    private static final long serialVersionUID = 1;

    public SnapshotException(String message) {
        super(line(message));
    }

    public SnapshotException(String message, Throwable cause) {
        super(line(message), cause);
    }

    /** Names in it may come out of the file. */
    private static String line(String message) {
        return message.replaceAll("\\p{Cntrl}", "?");
    }
}
