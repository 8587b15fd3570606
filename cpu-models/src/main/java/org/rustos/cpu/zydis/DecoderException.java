package org.rustos.cpu.zydis;

/**
 * Says that the decoder library is missing or unusable; bytes that are no instruction are not an
 * error but an empty result.
 */
public final class DecoderException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes a failure.
     *
     * @param message one line for the user
     */
    public DecoderException(String message) {
        super(message);
    }

    /**
     * Makes a failure with its cause.
     *
     * @param message one line for the user
     * @param cause what went wrong below
     */
    public DecoderException(String message, Throwable cause) {
        super(message, cause);
    }
}
