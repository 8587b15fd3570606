package org.rustos.core.elf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Hostile bytes give a reason or an image that keeps its promises, and nothing else. */
class ElfReaderFuzzTest {
    @Property(tries = 500)
    void randomBytes(@ForAll @Size(max = 300) byte[] bytes) {
        check(bytes);
    }

    @Property(tries = 500)
    void randomBytesBehindAGoodMagic(@ForAll @Size(min = 64, max = 400) byte[] bytes) {
        byte[] good = ElfFixture.good().bytes();
        System.arraycopy(good, 0, bytes, 0, 32);
        check(bytes);
    }

    @Property(tries = 3000)
    void mutatedHeaders(
            @ForAll @Size(min = 1, max = 4) int[] places, @ForAll @Size(4) byte[] values) {
        byte[] bytes = ElfFixture.good().bytes();
        for (int i = 0; i < places.length; i++) {
            // Headers and the note; the bytes between mean nothing to the reader.
            int place = Math.floorMod(places[i], 232 + 0x20);
            bytes[place < 232 ? place : 0x1200 + place - 232] = values[i];
        }
        check(bytes);
    }

    @Property(tries = 300)
    void aWholeWordOfTheHeadersReplaced(
            @ForAll @IntRange(min = 4, max = 57) int word, @ForAll long value) {
        byte[] bytes = ElfFixture.good().bytes();
        for (int i = 0; i < 8; i++) {
            bytes[word * 4 + i] = (byte) (value >>> 8 * i);
        }
        check(bytes);
    }

    private static void check(byte[] bytes) {
        ElfImage image;
        try {
            image = ElfReader.read(bytes);
        } catch (ElfException e) {
            assertEquals(1, e.getMessage().lines().count());
            return;
        }
        long end = 0;
        boolean entered = false;
        for (ElfImage.Segment s : image.segments()) {
            assertTrue(s.address() >= end);
            assertTrue(s.memorySize() > 0 && s.bytes().length <= s.memorySize());
            end = s.address() + s.memorySize();
            assertTrue(end > s.address() && end <= 1L << 47);
            entered |= image.entry() >= s.address() && image.entry() < end;
        }
        assertTrue(entered);
    }
}
