package org.rustos.workloads.trace;

import org.rustos.workloads.FilePattern;
import org.rustos.workloads.program.Draws;

import java.util.function.LongUnaryOperator;

/**
 * Stand-ins for the contents that a log does not have: what files hold at the start, what is
 * written, and the digest that notices a wrong byte. {@code trace-replay.c} has the same.
 */
final class ReplayBytes {
    /** A word of this distance from the last tells which operation wrote it. */
    private static final int STAMP_WORDS = 64;

    private ReplayBytes() {}

    /** What a file has in a part of it before the first call. */
    static byte[] initial(int file, int bytes) {
        return make(bytes, i -> Draws.scatter((file + 1L) << Integer.SIZE | i));
    }

    /** What an operation writes. */
    static byte[] written(int operation, int bytes) {
        return make(bytes, i -> i % STAMP_WORDS == 0 ? operation : Draws.scatter(i));
    }

    private static byte[] make(int bytes, LongUnaryOperator words) {
        byte[] made = new byte[bytes];
        long word = 0;
        for (int i = 0; i < bytes; i++) {
            if (i % Long.BYTES == 0) {
                word = words.applyAsLong(i / Long.BYTES);
            }
            made[i] = (byte) (word >>> i % Long.BYTES * Byte.SIZE);
        }
        return made;
    }

    /**
     * A part of some bytes into a digest, little-endian word by word; a part of a word at the end.
     */
    static long fold(long digest, byte[] bytes, int from, int to) {
        long folded = digest;
        for (int at = from; at < to; at += Long.BYTES) {
            long word = 0;
            for (int i = Math.min(to - at, Long.BYTES) - 1; i >= 0; i--) {
                word = word << Byte.SIZE | bytes[at + i] & 0xff;
            }
            folded = FilePattern.fold(folded, word);
        }
        return folded;
    }
}
