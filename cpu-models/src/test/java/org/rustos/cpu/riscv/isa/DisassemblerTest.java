package org.rustos.cpu.riscv.isa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Decoder and disassembler read the same table; another disassembler says whether it is right. */
class DisassemblerTest {
    private static final int EACH = 60;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0010051b | addiw a0, zero, 1",
                "fe0518e3 | bne a0, zero, 0xfffffffffffffff0",
                "0ff0000f | fence iorw, iorw",
                "8082     | c.jr ra",
                "1101     | c.addi sp, -32",
                "0d45f5d3 | <unknown>",
                "0000     | <unknown>",
                "10c5855b | csetbounds ca0, ca1, a2",
                "ffe5055b | <unknown>",
            })
    void writesInstructions(String word, String text) {
        assertEquals(
                text,
                Disassembler.disassemble(OpTable.CHERI_V9, Integer.parseUnsignedInt(word, 16), 0));
    }

    @Test
    void agreesWithLlvm(@TempDir Path folder) throws IOException, InterruptedException {
        Llvm.assumeInstalled();
        List<Integer> words = new ArrayList<>();
        for (int half = 0; half < 1 << 16; half++) {
            if ((half & 3) != 3) {
                words.add(half);
            }
        }
        Random random = new Random(1);
        for (Op op : OpTable.CHERI_V9.ops()) {
            for (int i = 0; i < EACH && !op.compressed() && !cheri(op); i++) {
                words.add(op.match() | random.nextInt() & ~op.mask());
            }
        }
        List<String> theirs = Llvm.disassemble(folder, words);
        assertEquals(words.size(), theirs.size());
        List<String> differences = new ArrayList<>();
        int compared = 0;
        long pc = 0;
        for (int i = 0; i < words.size(); i++) {
            int word = words.get(i);
            String ours = Disassembler.disassemble(OpTable.CHERI_V9, word, pc);
            pc += (word & 3) == 3 ? 4 : 2;
            if (comparable(ours, theirs.get(i))) {
                compared++;
                if (!ours.equals(theirs.get(i))) {
                    differences.add(
                            Integer.toHexString(word) + ": " + ours + " | " + theirs.get(i));
                }
            }
        }
        assertEquals(
                List.of(),
                differences.subList(0, Math.min(20, differences.size())),
                "of " + differences.size());
        assertTrue(compared > 50_000, "compared " + compared);
    }

    /**
     * Theirs has other names for some hints, knows more registers, reads a reserved c.lui, and
     * takes no fence with reserved bits, which the specification wants treated as a plain one.
     */
    private static boolean comparable(String ours, String theirs) {
        boolean hint =
                theirs.contains("64 ")
                        || theirs.contains("c.unimp")
                        || theirs.matches("c.lui (zero|.*, 0$).*");
        boolean csr = ours.startsWith("csr");
        boolean fence = theirs.equals("<unknown>") && ours.startsWith("fence");
        boolean simulators = ours.startsWith("ros.");
        return !hint && !csr && !fence && !simulators;
    }

    private static boolean cheri(Op op) {
        return (op.match() & 127) == 0x5b
                || op.operands().contains(Operand.CD)
                || op.operands().contains(Operand.CS2)
                || op.name().matches("(lr|sc)\\.[bh]|ros\\..*");
    }
}
