package org.rustos.workloads;

/**
 * Contents of prepared files that a guest program can compute itself ({@code pattern.h} has the
 * same formulas), so that it recognises a lost, shifted or swapped byte.
 */
public final class FilePattern {
    private static final int PAGE_SHIFT = 12;

    private FilePattern() {}

    /** The byte at an offset of any prepared file. */
    public static byte at(long offset) {
        return (byte) (offset * 31 + (offset >>> PAGE_SHIFT) * 17 + 7);
    }

    /** The first bytes of any prepared file. */
    public static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = at(i);
        }
        return bytes;
    }

    /** One more word into a program's checksum of what it read. */
    public static long fold(long sum, long word) {
        return Long.rotateLeft(sum, 7) + word;
    }
}
