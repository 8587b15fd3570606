package org.rustos.workloads.trace;

/** A log that cannot be replayed; the message is one line with place and remedy. */
public final class TraceException extends Exception {
    private static final long serialVersionUID = 1L;

    TraceException(String message) {
        super(message);
    }

    static TraceException at(int line, String message) {
        return new TraceException("line " + line + ": " + message);
    }
}
