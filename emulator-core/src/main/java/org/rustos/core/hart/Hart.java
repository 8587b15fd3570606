package org.rustos.core.hart;

import org.rustos.core.memory.AddressSpace;

/**
 * One hardware thread: it runs user code until it stops, and returns why.
 *
 * <p>Nobody calls into a running hart. A hart counts what it does into its {@link
 * org.rustos.core.timing.CoreTiming}; it never turns counts into cycles. It belongs to one host
 * thread.
 */
public interface Hart extends AutoCloseable {
    /** A context in the state of a fresh program. */
    HartContext newContext(AddressSpace space);

    /**
     * Runs user code.
     *
     * @param budget may be lowered by others while the hart runs
     */
    HartExit run(HartContext context, Budget budget);

    /**
     * Drops what the hart remembers of pages: translations and decoded code. Must be called on
     * every hart after a page was removed, moved, lowered in rights, or its code was changed by the
     * host.
     *
     * @param bytes length from va on; {@link Long#MAX_VALUE} for the whole space
     */
    void forget(AddressSpace space, long va, long bytes);

    /**
     * Tells somebody of the blocks of user code from now on, one at most; before the first run.
     * What code costs does not change, how long the host takes does.
     */
    default void observe(BlockObserver observer) {}

    /**
     * Logs each instruction of user code that took effect from now on; before the first run. What
     * code costs does not change, how long the host takes does, by far.
     *
     * @param number of the core, for the lines
     */
    default void logCommits(int number, CommitSink sink) {}

    /**
     * Asks somebody before each instruction of user code from now on; before the first run. What
     * code costs does not change, how long the host takes does, by far.
     */
    default void gate(InstructionGate asked) {}

    /** From inside of {@link InstructionGate#before}: shows the registers of the held thread. */
    default void surface(HartContext thread) {}

    /** Instructions retired by user code so far. */
    long instructions();

    @Override
    void close();
}
