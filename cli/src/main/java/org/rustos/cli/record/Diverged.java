package org.rustos.cli.record;

/** Ends a replay that goes another way than its recording: what comes then is of no interest. */
public final class Diverged extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Diverged(String difference) {
        super(difference, null, false, false);
    }
}
