package org.rustos.core.cpu;

/** A CPU profile is bad; the message names file, place and remedy in one line. */
public final class ProfileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ProfileException(String message) {
        super(message);
    }
}
