package org.rustos.workloads.program;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

class KeyValueTest {
    private static ByteBuffer words(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static KeyValueModel model(int skew, int sets) {
        return new KeyValueModel(1000, skew, sets, 64, 1);
    }

    @Test
    void popularKeysFollowZipfsLaw() {
        ByteBuffer even = words(model(0, 10).popularityFile());
        assertEquals(0x1p63 / 1000, (double) even.getLong(0), 0x1p43);
        ByteBuffer skewed = words(model(100, 10).popularityFile());
        double first = (double) skewed.getLong(0);
        double second = (double) skewed.getLong(8) - first;
        double tenth = (double) skewed.getLong(72) - (double) skewed.getLong(64);
        assertEquals(2, first / second, 1e-6);
        assertEquals(10, first / tenth, 1e-6);
        assertEquals(Long.MAX_VALUE, skewed.getLong(999 * 8));
    }

    @Test
    void theStoreHasEveryKeyOnceWithItsFirstValueAndHalfOfItIsFree() {
        byte[] store = StoreFile.bytes(1000, 64);
        int slotBytes = 16 + 64;
        assertEquals(2048 * slotBytes, store.length);
        Set<Long> keys = new HashSet<>();
        for (int at = 0; at < store.length; at += slotBytes) {
            long key = words(store).getLong(at);
            if (key != 0) {
                assertTrue(keys.add(key));
                long[] value = KeyValueModel.value(key, 0, 8);
                assertEquals(value[7], words(store).getLong(at + 16 + 56));
            }
        }
        assertEquals(1000, keys.size());
    }

    @Test
    void whatIsExpectedDependsOnEveryOperation() {
        KeyValueModel one = model(99, 50);
        KeyValueModel other = model(99, 50);
        one.run(500);
        other.run(500);
        assertArrayEquals(one.expectedFile(), other.expectedFile());
        byte[] before = one.expectedFile();
        one.run(20);
        assertFalse(Arrays.equals(before, one.expectedFile()));
    }

    @Test
    void withoutSetsTheStoreStaysAsItWas() {
        KeyValueModel idle = model(99, 0);
        KeyValueModel busy = model(99, 0);
        busy.run(300);
        assertEquals(words(idle.expectedFile()).getLong(8), words(busy.expectedFile()).getLong(8));
        KeyValueModel writing = model(99, 100);
        writing.run(300);
        assertEquals(0, words(writing.expectedFile()).getLong(0), "nothing was got");
        assertFalse(Arrays.equals(idle.expectedFile(), writing.expectedFile()));
    }
}
