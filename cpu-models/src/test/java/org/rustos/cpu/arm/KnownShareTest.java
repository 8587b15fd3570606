package org.rustos.cpu.arm;

import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/** The table knows what a compiler emits: measured on a static glibc program. */
class KnownShareTest {
    private static final String COMPILER = "aarch64-linux-gnu-gcc";
    private static final String OBJDUMP = "llvm-objdump-19";
    private static final double LEAST = 0.999;

    @Test
    void almostEveryWordOfGlibcHasAClass(@TempDir Path folder)
            throws IOException, InterruptedException {
        Tools.assumeInstalled(COMPILER);
        Tools.assumeInstalled(OBJDUMP);
        Path source = folder.resolve("hello.c");
        Files.writeString(
                source,
                """
                #include <stdio.h>
                #include <math.h>
                int main(int c, char **v) { printf("%f\\n", sin(c)); }
                """,
                UTF_8);
        Path program = folder.resolve("hello");
        Tools.run(
                source,
                List.of(
                        COMPILER,
                        "-O2",
                        "-static",
                        "-mbranch-protection=standard",
                        source.toString(),
                        "-o",
                        program.toString(),
                        "-lm"));
        int words = 0;
        int absent = 0;
        TreeMap<String, Integer> unknown = new TreeMap<>();
        for (String line : Tools.run(source, List.of(OBJDUMP, "-d", program.toString()))) {
            String[] columns = line.strip().split("\\s+");
            if (columns.length > 2 && columns[0].endsWith(":") && columns[1].length() == 8) {
                words++;
                int word = Integer.parseUnsignedInt(columns[1], 16);
                A64Op op = A64Table.A64.find(word);
                if (op == null) {
                    unknown.merge(columns[2], 1, Integer::sum);
                } else if (op.kind().equals("undefined")) {
                    absent++;
                }
            }
        }
        int missing = unknown.values().stream().mapToInt(Integer::intValue).sum();
        double share = 1 - missing / (double) words;
        assertTrue(words > 10_000 && share >= LEAST, words + " words, not known: " + unknown);
        // SVE and MTE forms of string functions, which are chosen where the core has them.
        assertTrue(absent < words / 200, absent + " of " + words + " are not in this core");
    }
}
