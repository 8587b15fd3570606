package org.rustos.core.cpu;

/** A native engine cannot be used; the message names the cause and the remedy in one line. */
public final class EngineUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public EngineUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
