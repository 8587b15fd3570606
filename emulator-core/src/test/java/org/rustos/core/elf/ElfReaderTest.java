package org.rustos.core.elf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.rustos.core.cpu.Isa;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Stream;

class ElfReaderTest {
    @Test
    void readsSegmentsEntryAndNote() throws ElfException {
        ElfImage image = ElfReader.read(ElfFixture.good().bytes());
        assertEquals(Isa.X86_64, image.isa());
        assertFalse(image.positionIndependent());
        assertEquals(0x40_1000, image.entry());
        assertEquals(2, image.segments().size());
        assertEquals(0x3000, image.segments().get(1).memorySize());
        assertEquals(0x20, image.segments().get(1).bytes().length);
        assertTrue(image.segments().get(0).execute());
        assertFalse(image.segments().get(1).execute());
        assertEquals(new ElfImage.RustosNote("syscall", 3), image.note());
    }

    @Test
    void aForeignImageHasNoNote() throws ElfException {
        ElfFixture elf = new ElfFixture();
        elf.type = 3;
        elf.entry = 0x1000;
        elf.header(1, 5, 0x1000, 0x1000, 0x10, 0x10, 0x1000);
        byte[] gnu = ElfFixture.note("GNU\0", 5, new byte[16], 8);
        elf.header(4, 4, 0x1010, 0x1010, gnu.length, gnu.length, 8);
        elf.content(new byte[0x10]);
        elf.content(gnu);
        ElfImage image = ElfReader.read(elf.bytes());
        assertNull(image.note());
        assertTrue(image.positionIndependent());
    }

    @Test
    void findsTheProgramHeadersInTheSegmentThatHoldsThem() throws ElfException {
        ElfFixture elf = new ElfFixture();
        elf.entry = 0x40_0800;
        elf.header(1, 5, 0, 0x40_0000, 0x1000, 0x1000, 0x1000);
        assertEquals(0x40_0040, ElfReader.read(elf.bytes()).programHeaders());
    }

    /** Each breaks one thing of a good file; the words must stand in the reason. */
    static Stream<Broken> broken() {
        return Stream.of(
                new Broken("not an ELF", b -> b[0] = 0),
                new Broken("64-bit", b -> b[4] = 1),
                new Broken("little-endian", b -> b[5] = 2),
                new Broken("machine type 40", b -> b[18] = 40),
                new Broken("not an executable", b -> b[16] = 1),
                new Broken("program header table", b -> b[37] = 0x7f),
                new Broken("no usable program headers", b -> b[56] = 0),
                new Broken("instead of 56", b -> b[54] = 32),
                new Broken("entry point", b -> b[25] = 0x50),
                new Broken("no segment to load", b -> b[64] = b[120] = 6),
                new Broken("segment 0 ends beyond", b -> b[64 + 8 + 7] = -1),
                new Broken("segment 0 ends beyond", b -> b[64 + 32 + 7] = -1),
                new Broken("more bytes in the file", b -> b[64 + 40 + 1] = 0),
                new Broken("wants 0x", b -> b[64 + 40 + 7] = -1),
                new Broken("wants 0x", b -> b[64 + 40 + 5] = 1),
                new Broken("outside the user address space", b -> b[64 + 16 + 5] = -0x80),
                new Broken("outside the user address space", b -> b[64 + 16 + 7] = -1),
                new Broken("overlap", b -> b[120 + 16 + 1] = 0x10),
                new Broken("a note ends beyond", b -> b[0x1200] = 0x70),
                new Broken("note segment", b -> b[176 + 8 + 2] = 1),
                new Broken("too short", b -> b[0x1204] = 4),
                new Broken("has no end", b -> b[0x1204] = 6),
                new Broken("no mechanism id", b -> b[0x1200 + 24] = ' '));
    }

    record Broken(String reason, Consumer<byte[]> change) {
        @Override
        public String toString() {
            return reason;
        }
    }

    @ParameterizedTest
    @MethodSource("broken")
    void namesWhatIsWrongInOneLine(Broken broken) {
        byte[] bytes = ElfFixture.good().bytes();
        broken.change.accept(bytes);
        ElfException e = assertThrows(ElfException.class, () -> ElfReader.read(bytes));
        assertTrue(e.getMessage().contains(broken.reason), e.getMessage());
        assertEquals(1, e.getMessage().lines().count());
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] bytes = ElfFixture.good().bytes();
        for (int length = 0; length < bytes.length; length += length < 240 ? 1 : 64) {
            byte[] part = Arrays.copyOf(bytes, length);
            assertThrows(ElfException.class, () -> ElfReader.read(part), "length " + length);
        }
    }

    @Test
    void manyHeadersOverTheSameBytesAreRefused() {
        ElfFixture elf = new ElfFixture();
        for (int i = 0; i < 8; i++) {
            elf.header(1, 5, 0, 0x40_0000 + i * 0x1000L, 0x1000, 0x1000, 0x1000);
        }
        ElfException e = assertThrows(ElfException.class, () -> ElfReader.read(elf.bytes()));
        assertTrue(e.getMessage().contains("again and again"));
    }
}
