package org.rustos.workloads.program;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The store of {@code key-value} before the first operation: a hash table of slots, each a key, a
 * version and a value; linear probing, at most half full.
 */
final class StoreFile {
    private static final int HEAD = 16;

    private StoreFile() {}

    static byte[] bytes(int keys, int valueBytes) {
        int words = valueBytes / Long.BYTES;
        int slotBytes = HEAD + words * Long.BYTES;
        int slots = Math.max(2, Integer.highestOneBit(2 * keys - 1) << 1);
        ByteBuffer file = ByteBuffer.allocate(slots * slotBytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int rank = 0; rank < keys; rank++) {
            long key = KeyValueModel.keyOfRank(rank);
            int slot = (int) (key & slots - 1);
            while (file.getLong(slot * slotBytes) != 0) {
                slot = slot + 1 & slots - 1;
            }
            int at = slot * slotBytes;
            file.putLong(at, key);
            for (long word : KeyValueModel.value(key, 0, words)) {
                file.putLong(at + HEAD, word);
                at += Long.BYTES;
            }
        }
        return file.array();
    }
}
