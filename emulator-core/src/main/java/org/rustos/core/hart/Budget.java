package org.rustos.core.hart;

import org.rustos.core.snapshot.Unsaved;

/**
 * How far a hart may run; lowered while it runs when something it did must be seen by another core
 * first (a write to a watched line).
 */
@Unsaved
public final class Budget {
    private long horizonMc = Long.MAX_VALUE;

    /** The hart stops at the first timing block whose start clock is at or past this. */
    public long horizonMc() {
        return horizonMc;
    }

    public void horizonMc(long mc) {
        horizonMc = mc;
    }

    /** Makes the hart stop before its next timing block. */
    public void stopSoon() {
        horizonMc = Long.MIN_VALUE;
    }
}
