package org.rustos.cli.disasm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rustos.cli.CommandRun;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** The listing of our own images, and what damaged ones give. */
class DisasmCommandTest {
    @TempDir private Path folder;

    private Path image(String isa) throws IOException {
        String name = "/images/" + isa + "/direct/null-call.elf";
        try (InputStream in = DisasmCommandTest.class.getResourceAsStream(name)) {
            Path file = folder.resolve(isa + ".elf");
            Files.write(file, in.readAllBytes());
            return file;
        }
    }

    @ParameterizedTest
    @CsvSource({"x86_64,call,syscall", "aarch64,bl x30,bti", "riscv64,jal ra,cinvoke"})
    void codeWithItsSymbols(String isa, String call, String own) throws IOException {
        CommandRun run = CommandRun.of("disasm", image(isa).toString());
        assertEquals(0, run.code(), run.err());
        assertTrue(run.out().startsWith(isa + ".elf: " + isa + ", entry 0x"), run.out());
        assertTrue(run.out().contains("<_start>:") && run.out().contains("<ros_main>:"));
        assertTrue(run.out().contains("  " + call), "calls");
        assertTrue(run.out().contains("  " + own), own);
        long before = 0;
        for (String line : run.out().lines().filter(l -> l.startsWith("      ")).toList()) {
            long at = Long.parseLong(line.strip().split(" ", 2)[0], 16);
            assertTrue(at > before, line);
            before = at;
        }
    }

    @Test
    void oneFunction() throws IOException {
        String file = image("x86_64").toString();
        CommandRun run = CommandRun.of("disasm", "--symbol", "_start", file);
        assertEquals(0, run.code(), run.err());
        assertTrue(run.out().contains("<_start>:") && !run.out().contains("<ros_main>:"));
        CommandRun none = CommandRun.of("disasm", "--symbol", "nobody", file);
        assertEquals(65, none.code());
        assertEquals(List.of(), none.out().lines().toList());
    }

    @Test
    void damageIsOneLine() throws IOException {
        byte[] good = Files.readAllBytes(image("riscv64"));
        Random random = new Random(7);
        int refused = 0;
        for (int i = 0; i < 20; i++) {
            byte[] bad = good.clone();
            for (int j = 0; j < 4; j++) {
                bad[random.nextInt(j == 0 ? 64 : bad.length)] = (byte) random.nextInt();
            }
            Path file = folder.resolve("bad.elf");
            Files.write(file, bad);
            CommandRun run = CommandRun.of("disasm", file.toString());
            assertFalse(run.err().contains("internal error"), run.err());
            if (run.code() != 0) {
                assertEquals(65, run.code(), run.err());
                assertEquals(1, run.errLines().size(), run.err());
                refused++;
            }
        }
        assertTrue(refused > 3, "refused " + refused);
        assertEquals(65, CommandRun.of("disasm", folder.toString()).code());
    }
}
