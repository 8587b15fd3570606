package org.rustos.channels.debug;

/** Where a run is going. */
sealed interface Goal {
    /** On, until something holds it. */
    record Forward() implements Goal {}

    /**
     * On from an earlier moment up to this one, only to find what would have held it last.
     *
     * @param until the moment at which the search ends
     * @param thread whose last instruction is searched; 0 for breakpoints and watches
     */
    record Search(long until, int thread) implements Goal {}

    /** To a moment that is known, to hold there. */
    record Seek(long tick, Stop.Reason reason, int thread, long address) implements Goal {}

    Goal FORWARD = new Forward();
}
