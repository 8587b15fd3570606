package org.rustos.workloads.program;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A B-tree of depth 4 as a file of 512-byte blocks, the root first: what {@code index-lookup}
 * walks. {@code tree.h} has the same layout.
 */
final class IndexFile {
    private static final int BLOCK = 512;
    private static final int FAN_OUT = 8;
    private static final int DEPTH = 4;
    private static final int KEYS_PER_LEAF = 16;
    private static final int KEYS_AT = 8;
    private static final int LINKS_AT = KEYS_AT + 31 * 8;
    private static final long MIX = 0x5eed_5eed_5eedL;

    private IndexFile() {}

    /** 8,192 odd keys from 1 on, each with a value that follows from it. */
    static byte[] bytes() {
        int blocks = 0;
        int level = 1;
        for (int depth = 1; depth <= DEPTH; depth++) {
            blocks += level;
            level *= FAN_OUT;
        }
        ByteBuffer file = ByteBuffer.allocate(blocks * BLOCK).order(ByteOrder.LITTLE_ENDIAN);
        int first = 0;
        int nodes = 1;
        for (int depth = 1; depth <= DEPTH; depth++) {
            for (int i = 0; i < nodes; i++) {
                if (depth == DEPTH) {
                    leaf(file, (first + i) * BLOCK, (long) i * KEYS_PER_LEAF);
                } else {
                    inner(file, (first + i) * BLOCK, first + nodes + i * FAN_OUT, i, depth);
                }
            }
            first += nodes;
            nodes *= FAN_OUT;
        }
        return file.array();
    }

    private static long key(long index) {
        return 2 * index + 1;
    }

    private static void leaf(ByteBuffer file, int at, long firstKey) {
        file.putInt(at, KEYS_PER_LEAF).putInt(at + 4, 1);
        for (int i = 0; i < KEYS_PER_LEAF; i++) {
            long key = key(firstKey + i);
            file.putLong(at + KEYS_AT + 8 * i, key);
            file.putLong(at + LINKS_AT + 8 * i, (key ^ MIX) * 3);
        }
    }

    /** A node whose separators are the first keys of all children but the first. */
    private static void inner(ByteBuffer file, int at, int firstChild, int number, int depth) {
        long keysBelow = KEYS_PER_LEAF;
        for (int below = depth + 1; below < DEPTH; below++) {
            keysBelow *= FAN_OUT;
        }
        long firstKey = FAN_OUT * keysBelow * number;
        file.putInt(at, FAN_OUT - 1).putInt(at + 4, 0);
        for (int i = 0; i < FAN_OUT; i++) {
            if (i > 0) {
                file.putLong(at + KEYS_AT + 8 * (i - 1), key(firstKey + i * keysBelow));
            }
            file.putLong(at + LINKS_AT + 8 * i, firstChild + i);
        }
    }
}
