package org.rustos.cpu.arm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Compares the class of random words of each line with what LLVM calls them. */
class TableAgainstLlvmTest {
    private static final String LLVM = "llvm-mc-19";
    private static final int ROUNDS = 40;

    /** By the beginning of a class: which mnemonics it may have. */
    private static final Map<String, String> MNEMONICS =
            Map.ofEntries(
                    Map.entry("load", "ld.*"),
                    Map.entry("store", "st.*"),
                    Map.entry("vector-load", "ld.*"),
                    Map.entry("vector-store", "st.*"),
                    Map.entry("prefetch", "r?prfu?m"),
                    Map.entry(
                            "atomic", "(ld|st)(add|clr|eor|set|[su](max|min))[alb]*h?|swp[alb]*h?"),
                    Map.entry("compare-swap", "casp?a?l?[bh]?"),
                    Map.entry("multiply", "[su]?m(add|sub|ul|neg)l?h?|[su]mull|[su]mnegl"),
                    Map.entry("multiply-high", "[su]mulh"),
                    Map.entry("divide", "[su]div"),
                    Map.entry("branch", "b|b\\..*|bc\\..*|cbn?z|tbn?z|br|ret"),
                    Map.entry("branch-authenticate", "(bl?r|ret)a[ab]z?"),
                    Map.entry("call", "blr?"),
                    Map.entry("sign", "pac.*"),
                    Map.entry("authenticate", "aut.*"),
                    Map.entry("strip", "xpac.*"),
                    Map.entry("trap", "svc|hvc|smc|brk|hlt|udf"),
                    Map.entry("select", "cs(el|inc|inv|neg|et|etm)|cin[cv]|cneg"),
                    Map.entry("move", "mov"),
                    Map.entry("count-bits", "cl[zs]"),
                    Map.entry("fp-fused", "fn?m(add|sub)|fml[as]l?2?|f(recps|rsqrts)"),
                    Map.entry("fp-divide", "fdiv"),
                    Map.entry("fp-root", "fsqrt"),
                    Map.entry("fp-compare", "fccmpe?|fcmpe?"),
                    Map.entry("fp-multiply", "fn?mulx?"),
                    Map.entry("barrier", "d[ms]b|isb|sb|ssbb|pssbb|dfb"),
                    Map.entry("checksum", "crc32c?[bhwx]"),
                    Map.entry("vector-table", "tb[lx]"));

    @Test
    void classesFitMnemonics(@TempDir Path folder) throws IOException, InterruptedException {
        Tools.assumeInstalled(LLVM);
        Random random = new Random(1);
        List<Integer> words = new ArrayList<>();
        for (A64Op op : A64Table.A64.ops()) {
            for (int i = 0; i < ROUNDS; i++) {
                words.add(op.match() | random.nextInt() & ~op.mask());
            }
        }
        List<String> text = disassemble(folder, words);
        assertEquals(words.size(), text.size());
        List<String> wrong = new ArrayList<>();
        int compared = 0;
        for (int i = 0; i < words.size(); i++) {
            A64Op op = A64Table.A64.find(words.get(i));
            String expected = expected(op.kind());
            String mnemonic = text.get(i);
            if (expected != null && !mnemonic.isEmpty()) {
                compared++;
                if (!mnemonic.matches(expected)) {
                    wrong.add(
                            "%08x %s %s: %s"
                                    .formatted(words.get(i), op.name(), op.kind(), mnemonic));
                }
            }
        }
        assertEquals(List.of(), wrong.stream().limit(40).toList());
        assertTrue(compared > 6_000, "compared: " + compared);
    }

    /** The most special entry. */
    private static String expected(String kind) {
        String name = kind;
        while (!name.isEmpty()) {
            if (MNEMONICS.containsKey(name)) {
                return MNEMONICS.get(name);
            }
            int dash = name.lastIndexOf('-');
            name = dash < 0 ? "" : name.substring(0, dash);
        }
        return null;
    }

    /** The mnemonic of each word; empty if LLVM knows none. */
    private static List<String> disassemble(Path folder, List<Integer> words)
            throws IOException, InterruptedException {
        StringBuilder bytes = new StringBuilder();
        for (int word : words) {
            for (int i = 0; i < 4; i++) {
                bytes.append("0x%02x ".formatted(word >>> 8 * i & 0xff));
            }
            bytes.append('\n');
        }
        // SEVL behind each keeps the order where a word means nothing.
        List<String> mnemonics = new ArrayList<>();
        Path separated = folder.resolve("separated.txt");
        Files.writeString(
                separated, bytes.toString().replace("\n", "\n0xbf 0x20 0x03 0xd5\n"), UTF_8);
        String pending = "";
        List<String> command =
                List.of(
                        LLVM,
                        "--disassemble",
                        "--triple=aarch64",
                        "--mattr=+v8.6a,+pauth,+sve,+mte,+aes,+sha2,+sha3,+sm4,+fp16fml");
        for (String line : Tools.run(separated, command)) {
            String name = line.strip().split("\\s+")[0];
            if (name.equals("sevl")) {
                mnemonics.add(pending);
                pending = "";
            } else {
                pending = name;
            }
        }
        return mnemonics;
    }
}
