package org.rustos.kernel.op;

/**
 * What user code asks of the kernel, whatever mechanism carried it.
 *
 * <p>A handle is a number of the caller's {@link HandleSpace}: a descriptor or a capability index.
 * Addresses are the caller's virtual addresses and are not checked yet.
 */
public sealed interface KernelOp {
    /** The parent's process id: the cheapest operation that returns something true. */
    record ParentId() implements KernelOp {}

    /**
     * Opens a file.
     *
     * @param base handle of the directory that a relative path starts at; {@link
     *     #WORKING_DIRECTORY}
     * @param path address of the path
     * @param pathLength its length, or -1 if it ends with NUL
     * @param flags Linux open flags
     * @param mode permissions of a file that is created
     */
    record Open(long base, long path, int pathLength, int flags, int mode) implements KernelOp {}

    record Close(long handle) implements KernelOp {}

    /**
     * Reads.
     *
     * @param offset position in the file, or -1 for the handle's own
     */
    record Read(long handle, long buffer, long length, long offset) implements KernelOp {}

    /** Writes; see {@link Read}. */
    record Write(long handle, long buffer, long length, long offset) implements KernelOp {}

    /** Attributes of a path into a buffer in the layout of the caller's ABI. */
    record Stat(long base, long path, int pathLength, long buffer, boolean followLinks)
            implements KernelOp {}

    /** Attributes of an open handle. */
    record StatHandle(long handle, long buffer) implements KernelOp {}

    /** Grants page-cache pages read-only to the caller without a copy; returns their address. */
    record MapRead(long handle, long offset, long length) implements KernelOp {}

    /** Gives a granted page back: the address that {@link MapRead} gave, and its offset. */
    record UnmapRead(long handle, long address, long offset) implements KernelOp {}

    /**
     * A new capability of the caller's with fewer rights; returns its handle.
     *
     * @param rights bits to keep, not checked yet
     * @param expiryNanos simulated time from which on it is dead; 0 for never
     */
    record Derive(long handle, long rights, long expiryNanos) implements KernelOp {}

    /**
     * A capability with fewer rights for another process; returns the handle there.
     *
     * @param receiver capability of the receiving process
     */
    record Delegate(long handle, long receiver, long rights) implements KernelOp {}

    /** Ends everything derived from a capability; the capability itself stays. */
    record Revoke(long handle) implements KernelOp {}

    /** Gives a capability up and ends everything derived from it. */
    record Drop(long handle) implements KernelOp {}

    long WORKING_DIRECTORY = -100;
}
