package org.rustos.kernel.program;

/** A program cannot be started; the message says why in one line. */
public final class ProgramException extends Exception {
    private static final long serialVersionUID = 1L;

    public ProgramException(String message, Throwable cause) {
        super(message, cause);
    }

    public ProgramException(String message) {
        super(message);
    }
}
