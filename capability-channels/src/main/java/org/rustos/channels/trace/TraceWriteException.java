package org.rustos.channels.trace;

import java.io.IOException;

/** The host takes no more of a trace; it passes through the run, which cannot handle it. */
public final class TraceWriteException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TraceWriteException(IOException cause) {
        super(cause.getMessage(), cause);
    }
}
