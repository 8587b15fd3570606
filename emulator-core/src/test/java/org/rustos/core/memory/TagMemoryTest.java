package org.rustos.core.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.Random;

/** Every write of the host clears the tags that it touches, but for copies of whole granules. */
class TagMemoryTest {
    private static final int SIZE = 1 << 14;
    private static final int GRANULES = SIZE / TagMemory.GRANULE;

    private final PhysicalMemory ram = new PhysicalMemory(SIZE);
    private final TagMemory tags = ram.tagged();

    @AfterEach
    void close() {
        ram.close();
    }

    @Test
    void everybodySeesTheSameTags() {
        assertSame(tags, ram.tagged());
        tags.set(0x47);
        assertTrue(tags.tag(0x40));
        assertFalse(tags.tag(0x50));
        assertEquals(1, tags.lineTags(0x7f));
    }

    @Test
    void aPageKeepsItsCapabilitiesWhereItIsCopied() {
        tags.set(0x1000);
        tags.set(0x1ff0);
        ram.copy(0x1000, 0x2000, 0x1000);
        assertTrue(tags.tag(0x2000));
        assertTrue(tags.tag(0x2ff0));
        assertFalse(tags.tag(0x2010));
        ram.zero(0x1000, 0x1000);
        assertFalse(tags.tag(0x1000));
    }

    @Test
    void nothingButBytesComesAlongWhereDataIsCopied() {
        tags.set(0x1000);
        tags.set(0x2010);
        ram.putLong(0x1008, 7);
        tags.set(0x1000);
        ram.copyData(0x1000, 0x2000, 0x1000);
        assertEquals(7, ram.getLong(0x2008));
        assertFalse(tags.tag(0x2000));
        assertFalse(tags.tag(0x2010));
        assertTrue(tags.tag(0x1000));
    }

    /** Against one boolean for each granule, treated as slowly as possible. */
    @Test
    void randomWritesMatchAModel() {
        Random random = new Random(7);
        boolean[] model = new boolean[GRANULES];
        for (int i = 0; i < 50_000; i++) {
            int at = random.nextInt(SIZE - 256);
            int length = random.nextInt(200);
            switch (random.nextInt(10)) {
                case 0 -> written(model, at, 1, () -> ram.putByte(at, (byte) 1));
                case 1 -> written(model, at, 2, () -> ram.putShort(at, (short) 1));
                case 2 -> written(model, at, 4, () -> ram.putInt(at, 1));
                case 3 -> written(model, at, 8, () -> ram.putLong(at, 1));
                case 4 -> written(model, at, length, () -> ram.zero(at, length));
                case 5 ->
                        written(
                                model,
                                at,
                                length,
                                () -> ram.write(at, new byte[length], 0, length));
                case 6 -> copied(model, random.nextInt(SIZE - 256), at, length);
                case 7 -> {
                    int near = Math.max(0, Math.min(SIZE - 256, at + 16 * random.nextInt(-9, 9)));
                    copied(model, near & ~15 | at & 15, at, length);
                }
                default -> {
                    tags.set(at);
                    model[at / TagMemory.GRANULE] = true;
                }
            }
            int line = random.nextInt(SIZE / TagMemory.LINE);
            int expected = 0;
            for (int g = 0; g < 4; g++) {
                expected |= model[4 * line + g] ? 1 << g : 0;
            }
            assertEquals(expected, tags.lineTags((long) line * TagMemory.LINE));
        }
        for (int g = 0; g < GRANULES; g++) {
            assertEquals(model[g], tags.tag((long) g * TagMemory.GRANULE), "granule " + g);
        }
    }

    private static void written(boolean[] model, int at, int length, Runnable write) {
        write.run();
        for (int i = at; i < at + length; i++) {
            model[i / TagMemory.GRANULE] = false;
        }
    }

    private void copied(boolean[] model, int from, int to, int length) {
        ram.copy(from, to, length);
        boolean[] before = model.clone();
        for (int i = to; i < to + length; i++) {
            int granule = i / TagMemory.GRANULE;
            int start = granule * TagMemory.GRANULE;
            boolean whole = start >= to && start + TagMemory.GRANULE <= to + length;
            boolean aligned = (from - to) % TagMemory.GRANULE == 0;
            model[granule] = whole && aligned && before[(start - to + from) / TagMemory.GRANULE];
        }
    }
}
