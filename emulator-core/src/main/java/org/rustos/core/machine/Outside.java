package org.rustos.core.machine;

/**
 * What lies outside of the machine and acts when it likes. The machine asks for it between two of
 * its own actions, so that what it does happens at a simulated time and can be done again at the
 * same one.
 */
public interface Outside {
    /** Simulated time after which it is asked again while cores run. */
    long periodMc();

    /**
     * Cores run. What is there now takes effect at this time.
     *
     * @param nowMc clock of the earliest core that is not parked
     */
    void running(long nowMc);

    /**
     * No core can go on before a deadline; it may wait for its own side on the host.
     *
     * @param nowMc when the last core parked
     * @param deadlineMc of the next timer, or of the run; {@link Long#MAX_VALUE} for none
     * @return false if it did nothing, and the deadline is next
     */
    boolean idle(long nowMc, long deadlineMc);
}
