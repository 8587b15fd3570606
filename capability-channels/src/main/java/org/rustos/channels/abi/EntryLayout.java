package org.rustos.channels.abi;

/** One submission and one completion, the same bytes in {@code ring} and in {@code channel}. */
public final class EntryLayout {
    /** Bytes of a submission: one cache line. */
    public static final int SUBMISSION_SIZE = 64;

    /** u8, see {@link OpCode}. */
    public static final int OPCODE = 0;

    /** u8, must be 0. */
    public static final int FLAGS = 1;

    /**
     * u16, {@code channel}: the {@link CapabilityType} that the sender expects; {@code ring}: 0.
     */
    public static final int TYPE = 2;

    /** u32, {@code ring}: file descriptor or AT_FDCWD; {@code channel}: capability index. */
    public static final int HANDLE = 4;

    /** u64, comes back in the completion. */
    public static final int USER_DATA = 8;

    /** u64 each. */
    public static final int A0 = 16;

    public static final int A1 = 24;
    public static final int A2 = 32;
    public static final int A3 = 40;

    /** u64 each, must be 0. */
    public static final int RESERVED0 = 48;

    /** With {@link RingLayout#SETUP_PRODUCERS} the entry's number + 1, written last. */
    public static final int RESERVED1 = 56;

    /** Bytes of a completion. */
    public static final int COMPLETION_SIZE = 16;

    /** u64 of the submission. */
    public static final int COMPLETION_USER_DATA = 0;

    /** s64, result or negative errno. */
    public static final int COMPLETION_RESULT = 8;

    private EntryLayout() {}
}
