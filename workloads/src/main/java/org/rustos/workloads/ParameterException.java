package org.rustos.workloads;

/** A parameter that its workload cannot take; the message is one line for the user. */
public final class ParameterException extends Exception {
    private static final long serialVersionUID = 1L;

    /** A parameter that names something unusable. */
    public ParameterException(String message) {
        super(message);
    }

    /** The same with its cause. */
    public ParameterException(String message, Throwable cause) {
        super(message, cause);
    }
}
