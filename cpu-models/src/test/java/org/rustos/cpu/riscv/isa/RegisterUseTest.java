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
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is read and written is compared with the operands that another disassembler prints. */
class RegisterUseTest {
    private static final int EACH = 20;
    private static final List<String> NAMES =
            List.of(
                    ("zero ra sp gp tp t0 t1 t2 s0 s1 a0 a1 a2 a3 a4 a5 a6 a7 s2 s3 s4 s5 s6 s7 s8"
                                    + " s9 s10 s11 t3 t4 t5 t6 sink ft0 ft1 ft2 ft3 ft4 ft5 ft6 ft7"
                                    + " fs0 fs1 fa0 fa1 fa2 fa3 fa4 fa5 fa6 fa7 fs2 fs3 fs4 fs5 fs6"
                                    + " fs7 fs8 fs9 fs10 fs11 ft8 ft9 ft10 ft11")
                            .split(" "));

    private final RegisterUse use = new RegisterUse(OpTable.CHERI_V9);

    private Set<String> reads(long op) {
        Set<String> reads = new TreeSet<>();
        for (int register : new int[] {use.first(op), use.second(op), use.third(op)}) {
            if (register != 0) {
                reads.add(NAMES.get(register));
            }
        }
        return reads;
    }

    private String describe(int word) {
        long op = Decoder.decode(OpTable.CHERI_V9, word);
        return NAMES.get(use.target(op)) + " <- " + String.join(" ", reads(op));
    }

    @ParameterizedTest
    @CsvSource({
        "00c58533, a0 <- a1 a2",
        "00c5b023, sink <- a1 a2",
        "52e7f543, fa0 <- fa0 fa4 fa5",
        "00000013, sink <- ''",
        "9772,     a4 <- a4 t3",
        "e422,     sink <- s0 sp",
        "10c5855b, a0 <- a1 a2",
        "fcc580db, t6 <- a1 a2",
        "3005f573, a0 <- ''",
        "0000,     sink <- ''",
    })
    void registers(String word, String expected) {
        assertEquals(
                expected.replace("''", ""), describe(Integer.parseUnsignedInt(word, 16)), word);
    }

    @Test
    void agreesWithLlvm(@TempDir Path folder) throws IOException, InterruptedException {
        Llvm.assumeInstalled();
        Random random = new Random(3);
        List<Integer> words = new ArrayList<>();
        for (Op op : OpTable.CHERI_V9.ops()) {
            for (int i = 0; i < EACH; i++) {
                int bits = op.compressed() ? 0xffff : -1;
                words.add((op.match() | random.nextInt() & ~op.mask()) & bits);
            }
        }
        List<String> texts = Llvm.disassemble(folder, words);
        int compared = 0;
        for (int i = 0; i < words.size(); i++) {
            String text = texts.get(i);
            if (!text.matches("<unknown>|.*(64 |unimp).*|c.lui .*, 0")) {
                assertEquals(expected(text), describe(words.get(i)), text);
                compared++;
            }
        }
        assertTrue(compared > 3000, "compared " + compared);
    }

    /** The first register is written unless the operation stores, branches or orders. */
    private static String expected(String text) {
        String name = text.split(" ")[0];
        List<String> named = new ArrayList<>();
        Matcher matcher = Pattern.compile("[ (,]([a-z]+[0-9]*)(?=[,)]|$)").matcher(text);
        while (matcher.find()) {
            if (NAMES.contains(matcher.group(1))) {
                named.add(matcher.group(1));
            }
        }
        boolean writes =
                !name.matches("(c\\.)?(f?s[bhwd](sp)?|fs[wd](sp)?|b[a-z]+|fence.*|sfence.vma|jr)")
                        && !named.isEmpty()
                        && !name.matches("c\\.jalr?|c\\.j");
        String target = writes ? named.removeFirst() : "sink";
        if (name.matches(
                "c\\.(add|sub|and|or|xor|addw|subw|addi|addiw|andi|srli|srai|slli|addi16sp)")) {
            named.add(target);
        }
        target = name.equals("c.jalr") ? "ra" : target;
        Set<String> reads = new TreeSet<>(named);
        reads.remove("zero");
        return (target.equals("zero") ? "sink" : target) + " <- " + String.join(" ", reads);
    }
}
