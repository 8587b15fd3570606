package org.rustos.channels.debug;

/** Leaves a run in the middle, because it goes on at an earlier moment. */
public final class Rewind extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Rewind() {
        super("goes on at an earlier moment", null, false, false);
    }
}
