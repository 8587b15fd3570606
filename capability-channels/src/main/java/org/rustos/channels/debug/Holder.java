package org.rustos.channels.debug;

/** Whoever steers a run: it is asked what to do whenever the run holds. */
@FunctionalInterface
public interface Holder {
    /**
     * The run holds; it goes on when this returns. Called on the run's thread, from inside of an
     * engine: only a {@link Rewind} and what ends the run may be thrown.
     */
    void held(Stop stop);
}
