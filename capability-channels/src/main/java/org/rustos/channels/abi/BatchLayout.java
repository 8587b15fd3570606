package org.rustos.channels.abi;

/**
 * One operation of a batch: an array of them in the caller's memory is what one invocation of
 * {@link #OP} carries. Each has a result of its own, so that one may fail without the others.
 *
 * <p>{@link #OP}: no handle; a0 the array's address, a1 how many operations (1 to {@link #MAX}).
 * Gives how many of them succeeded. A batch in a batch is ENOSYS.
 */
public final class BatchLayout {
    /** Beside the numbers of {@link OpCode}: no operation of the kernel, a way to carry them. */
    public static final int OP = 32;

    /** Most operations of one batch. */
    public static final int MAX = 256;

    /** Bytes of an operation: one cache line. */
    public static final int OPERATION_SIZE = 64;

    /** u32, see {@link OpCode}. */
    public static final int OPCODE = 0;

    /** u32, the {@link CapabilityType} that the sender expects; tier 1 asks for none. */
    public static final int TYPE = 4;

    /** u64, as the mechanism names it. */
    public static final int HANDLE = 8;

    /** u64 each. */
    public static final int A0 = 16;

    public static final int A1 = 24;
    public static final int A2 = 32;
    public static final int A3 = 40;

    /** s64, written by who serves: the result or a negative errno. */
    public static final int RESULT = 48;

    /** u64, must be 0. */
    public static final int RESERVED = 56;

    private BatchLayout() {}
}
