package org.rustos.kernel.file;

/**
 * The caller's memory of one transfer, one range or many, consumed from its front.
 *
 * <p>A move of fewer bytes than asked means that the caller's memory ends there. The price of a
 * move is charged by the implementation.
 */
public interface UserBuffer {
    /** Bytes that are still to be moved. */
    long remaining();

    /**
     * Copies from kernel memory to the caller.
     *
     * @param pa physical address of the first byte, or -1 for zeroes
     */
    int put(long pa, int length);

    /** Copies bytes that the kernel made up to the caller. */
    int put(byte[] from, int offset, int length);

    /** Copies from the caller to kernel memory at a physical address. */
    int get(long pa, int length);

    /** Copies from the caller to bytes of the kernel. */
    int get(byte[] into, int offset, int length);
}
