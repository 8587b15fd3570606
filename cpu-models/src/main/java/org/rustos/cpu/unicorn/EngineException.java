package org.rustos.cpu.unicorn;

/**
 * Says that the engine itself failed, which is neither a guest fault nor our own bug; the message
 * is one line that names the operation, Unicorn's own error text and, where there is one, the
 * remedy.
 */
public final class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes a failure.
     *
     * @param message one line for the user
     */
    public EngineException(String message) {
        super(message);
    }

    /**
     * Makes a failure with its cause.
     *
     * @param message one line for the user
     * @param cause what went wrong below
     */
    public EngineException(String message, Throwable cause) {
        super(message, cause);
    }
}
