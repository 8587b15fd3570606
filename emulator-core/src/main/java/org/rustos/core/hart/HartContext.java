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

    /**
     * Bounds what loads, stores and jumps of the thread can reach to [from, to); nothing where the
     * hardware has no such bounds. Right after it every address outside is a {@link
     * Trap.ProtectionFault}.
     */
    default void confine(long from, long to) {}

    /**
     * Whether the hardware's bounds let the thread itself do an access, whatever its pages say: the
     * supervisor must not do for it what it could not do.
     */
    default boolean mayAccess(long address, long bytes, Access access) {
        return true;
    }

    /**
     * Takes every hardware capability that is sealed with a type out of the registers.
     *
     * @return how many there were
     */
    default int revoke(int type) {
        return 0;
    }

    /**
     * What a register has of a hardware capability, or null where the hardware has none.
     *
     * @param index of the ISA's registers; the code's own stands behind them, then that for data
     */
    default HardwareCapability capability(int index) {
        return null;
    }

    /** The keys of pointer authentication, or null where the hardware has none. */
    default PointerKeys pointerKeys() {
        return null;
    }

    /** Gives the thread other keys; nothing where the hardware has none. */
    default void pointerKeys(PointerKeys keys) {}

    /**
     * Has the hardware check the thread's returns and indirect branches from its next instruction
     * on.
     *
     * @param guard its state from then on, or null for no checks
     * @return false where the hardware cannot
     */
    default boolean guard(ControlFlowGuard guard) {
        return guard == null;
    }

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
