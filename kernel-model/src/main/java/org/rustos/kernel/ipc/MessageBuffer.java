package org.rustos.kernel.ipc;

/**
 * Layout of the memory in which a thread keeps what registers do not carry: its own, registered
 * with the kernel, reached at each use through the thread's own rights.
 */
public final class MessageBuffer {
    /** Bytes; also its alignment, so that it lies in one page. */
    public static final int SIZE = 1024;

    /** Words of a message, those in registers included. */
    public static final int MAX_WORDS = 120;

    /** Capabilities of a message. */
    public static final int MAX_CAPABILITIES = 4;

    /** u64 each: the words behind those in registers. */
    public static final int WORDS = 0;

    /**
     * u64 each: from a sender {@link #RIGHTS_SHIFT} and {@link #MOVE} and the handle; to a receiver
     * the new handle, or a negative errno for one that did not arrive.
     */
    public static final int CAPABILITIES =
            WORDS + (MAX_WORDS - MessageRegisters.WORDS) * Long.BYTES;

    /** Where the rights that the receiver shall keep stand above the handle. */
    public static final int RIGHTS_SHIFT = 32;

    /** Whether the sender gives the capability away. */
    public static final long MOVE = 1L << 48;

    private MessageBuffer() {}
}
