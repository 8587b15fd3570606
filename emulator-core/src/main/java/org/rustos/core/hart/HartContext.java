package org.rustos.core.hart;

import org.rustos.core.memory.AddressSpace;

/**
 * The architectural state of one user thread, as the kernel sees it.
 *
 * <p>Valid whenever no hart is running it; changes take effect at the next run. It holds
 * architectural registers only, so a snapshot of it does not depend on an engine.
 */
public interface HartContext {
    AddressSpace space();

    /** Moves the thread to another address space (execve). */
    void space(AddressSpace space);

    long pc();

    void pc(long value);

    long sp();

    void sp(long value);

    /** Thread pointer (FS base, TPIDR_EL0, tp). */
    long threadPointer();

    void threadPointer(long value);

    /** System-call number register. */
    long callNumber();

    /** System-call argument register 0..5. */
    long argument(int index);

    void argument(int index, long value);

    /** Sets the register in which a system call returns. */
    void result(long value);

    /** Protection-key rights register (PKRU); 0 where the ISA has none. */
    long keyRights();

    void keyRights(long value);

    /** Names of the general registers in the order of {@link #register}. */
    String[] registerNames();

    long register(int index);

    void register(int index, long value);

    /**
     * Vector and floating-point registers in the form in which the ISA's own instruction saves them
     * (FXSAVE64 on x86), for signal frames; empty where the kernel need not keep any.
     */
    default byte[] extendedState() {
        return new byte[0];
    }

    /** Takes back what {@link #extendedState} gave; bits that no register has are dropped. */
    default void extendedState(byte[] saved) {}

    /** A copy with the same registers, for clone and fork. */
    HartContext copy();

    /** All registers back to the state of a fresh program (execve). */
    void reset();
}
