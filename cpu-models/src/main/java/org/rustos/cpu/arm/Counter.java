package org.rustos.cpu.arm;

/** What user code reads as the generic timer's counter: simulated time, never the host's. */
interface Counter {
    /** The counter once everything before an address has run. */
    long ticksAt(long pc);

    /** Ticks a second. */
    long frequency();
}
