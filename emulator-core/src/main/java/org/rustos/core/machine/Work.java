package org.rustos.core.machine;

/**
 * Kernel work on one core, done in visible steps: what a step does to the world takes effect at the
 * clock at which it starts, and cores with earlier clocks run first between two steps. Otherwise a
 * double fetch could never happen and completions would appear too early.
 */
public interface Work {
    /**
     * Does the next step and charges what it costs to the core.
     *
     * @return what to do next
     */
    Progress step(Core core);

    /** What it is called in traces, where no trap of a thread names it. */
    default String title() {
        return "kernel";
    }

    /** What a step leaves behind. */
    enum Progress {
        /** There is a next step. */
        MORE,
        /** The work is finished; the core takes its next work or returns to user code. */
        DONE,
        /** Nothing to do until {@link Core#wake} is called; the same work then continues. */
        PARKED
    }
}
