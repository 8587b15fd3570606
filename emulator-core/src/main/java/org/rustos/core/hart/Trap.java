package org.rustos.core.hart;

/** Why user code needs the supervisor: a value at the boundary of a hart, never an exception. */
public sealed interface Trap {
    /** The system-call instruction; pc is behind it, arguments are in the context. */
    record Syscall(long number) implements Trap {}

    /** The page is absent or its permissions refuse the access; pc is at the instruction. */
    record PageFault(long address, Access access, boolean present) implements Trap {}

    /** In the key of a fault by a hardware capability: why, as its architecture numbers it. */
    int CAPABILITY_CAUSE = 31;

    /** Above the cause: the register that held the capability; from 32 on special ones. */
    int CAPABILITY_REGISTER_SHIFT = 5;

    /**
     * Protection hardware refused; pc is at the instruction.
     *
     * @param key the protection key, or cause and register of a hardware capability
     */
    record ProtectionFault(long address, Access access, ProtectionCause cause, int key)
            implements Trap {}

    /** Undefined, privileged or refused instruction; pc is at it. */
    record IllegalInstruction(long pc) implements Trap {}

    /** Integer division by zero or overflow, or an unmasked floating-point exception. */
    record ArithmeticFault(long pc) implements Trap {}

    /** Non-canonical or misaligned access, or a privileged operation with a general fault. */
    record GeneralFault(long pc) implements Trap {}

    /** Breakpoint instruction; pc is at it. */
    record Breakpoint(long pc) implements Trap {}

    /**
     * A measurement marker of a guest program: free of cycles, invisible to the guest; pc is behind
     * it.
     *
     * @param kind see {@code org.rustos.core.machine.MarkerKind}
     */
    record Marker(int kind, long value) implements Trap {}
}
