package org.rustos.core.hart;

/**
 * Sees user code go from block to block; it must not change anything, throw or wait. The clock
 * shows what was charged before the event.
 */
public interface BlockObserver {
    /** A timing block begins. */
    void entered(long pc);

    /**
     * The block that ended was a call.
     *
     * @param back where the call is to return to
     */
    default void called(long back) {}

    /** The block that ended was a return to an address. */
    default void returned(long to) {}
}
