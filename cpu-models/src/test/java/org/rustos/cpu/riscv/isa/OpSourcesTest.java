package org.rustos.cpu.riscv.isa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is generated and checked in belongs to the table as it is now. */
class OpSourcesTest {
    private static final String REMEDY = " is not current: run OpSources, see its comment";

    @Test
    void checkedInFilesAreCurrent() throws IOException {
        assertEquals(
                OpSources.codes(OpTable.CHERI_V9),
                Files.readString(Path.of(OpSources.CODES), UTF_8),
                OpSources.CODES + REMEDY);
        assertEquals(
                OpSources.macros(OpTable.CHERI_V9),
                Files.readString(Path.of(OpSources.MACROS), UTF_8),
                OpSources.MACROS + REMEDY);
    }

    /** Two lines that both match a word would make the order of lines matter. */
    @Test
    void linesOverlapOnlyWhereOneIsASpecialCaseOfTheOther() {
        List<Op> ops = OpTable.CHERI_V9.ops();
        Map<String, Op> names = new HashMap<>();
        for (Op a : ops) {
            assertEquals(a.match(), a.match() & a.mask(), a.name());
            assertEquals(null, names.put(a.name(), a), a.name() + " stands there twice");
            for (Op b : ops) {
                boolean overlap = ((a.match() ^ b.match()) & a.mask() & b.mask()) == 0;
                if (!a.equals(b) && overlap && a.compressed() == b.compressed()) {
                    assertTrue(
                            Integer.bitCount(a.mask()) != Integer.bitCount(b.mask()),
                            a.name() + " and " + b.name());
                }
            }
        }
    }

    /** The third table changes meanings; encodings of its own would be one of the others'. */
    @Test
    void capabilityModeGivesOtherMeaningsToEncodingsThatAreThere() {
        List<Op> plain = OpTable.CHERI_V9.ops();
        List<Op> others =
                OpTable.CHERI_V9_CAPABILITY_MODE.ops().stream()
                        .filter(op -> !plain.contains(op))
                        .toList();
        for (Op op : others) {
            assertEquals(
                    1,
                    plain.stream()
                            .filter(old -> old.match() == op.match() && old.mask() == op.mask())
                            .count(),
                    op.name());
            // Some are others with register 0, so not that one.
            int word = op.match() | 31 << 7 & ~op.mask();
            assertEquals(op, OpTable.CHERI_V9_CAPABILITY_MODE.find(word), op.name());
        }
    }

    /** Where an access goes through no capability register, it says that it goes through DDC. */
    @Test
    void capabilityModeHasNoAccessByAnInteger() {
        for (Op op : OpTable.CHERI_V9.ops()) {
            boolean access = List.of("load", "store", "atomic").contains(op.kind());
            if (access && !op.name().endsWith(".ddc")) {
                Op there = OpTable.CHERI_V9_CAPABILITY_MODE.find(op.match());
                assertTrue(there.syntax().matches(".*\\((cs1c?|csp)\\)"), there.name());
            }
        }
    }

    @Test
    void macrosAssembleToTheOperationsOfTheirNames(@TempDir Path folder)
            throws IOException, InterruptedException {
        Llvm.assumeInstalled();
        String source =
                "#include \"%s\"\n".formatted(Path.of(OpSources.MACROS).toAbsolutePath())
                        + """
                        csetbounds a0, a1, a2
                        csetboundsimm a0, a1, 4095
                        cincoffsetimm a0, a1, -16
                        cgettag a0, a1
                        cspecialrw a0, 28, a1
                        cinvoke a0, a1
                        lc a0, 32, sp
                        sc a0, 32, sp
                        amoswap.c a0, a1, a2
                        lw.cap a0, a1
                        sw.cap a0, a1
                        cclear 1, 0xff
                        """;
        byte[] object = Files.readAllBytes(Llvm.assemble(folder, source));
        List<String> expected =
                List.of(
                        "csetbounds ca0, ca1, a2",
                        "csetboundsimm ca0, ca1, 4095",
                        "cincoffsetimm ca0, ca1, -16",
                        "cgettag a0, ca1",
                        "cspecialrw ca0, 28, ca1",
                        "cinvoke ca0, ca1",
                        "lc ca0, 32(sp)",
                        "sc ca0, 32(sp)",
                        "amoswap.c ca0, ca1, (a2)",
                        "lw.cap a0, (ca1)",
                        "sw.cap a0, (ca1)",
                        "cclear 1, 255");
        // The text of an object file that holds nothing else follows its header of 64 bytes.
        for (int i = 0; i < expected.size(); i++) {
            int at = 64 + 4 * i;
            int word =
                    object[at] & 255
                            | (object[at + 1] & 255) << 8
                            | (object[at + 2] & 255) << 16
                            | object[at + 3] << 24;
            assertEquals(expected.get(i), Disassembler.disassemble(OpTable.CHERI_V9, word, 0));
        }
    }
}
