package org.rustos.cli.bpf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rustos.cli.CommandRun;
import org.rustos.cli.ExitCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** What people and scripts see of {@code bpf verify} and {@code bpf disasm}. */
final class BpfVerifyCommandTest {
    @TempDir private Path folder;

    private String file(String hex) throws IOException {
        Path file = folder.resolve("program");
        Files.writeString(file, hex);
        return file.toString();
    }

    @Test
    void acceptsBytesAndDigits() throws IOException {
        String hex = "b7000000010000009500000000000000";
        String accepted = "program (raw): accepted, 2 instructions, 2 explored\n";
        assertEquals(new CommandRun(0, accepted, ""), CommandRun.of("bpf", "verify", file(hex)));
        Files.write(folder.resolve("bytes"), HexFormat.of().parseHex(hex));
        String bytes = folder.resolve("bytes").toString();
        assertEquals(new CommandRun(0, accepted, ""), CommandRun.of("bpf", "verify", bytes));
    }

    @Test
    void explainsARejection() throws IOException {
        CommandRun run =
                CommandRun.of(
                        "bpf",
                        "verify",
                        file("7110080000000000 9500000000000000"),
                        "--memory",
                        "8");
        assertEquals(ExitCode.VERIFICATION.code(), run.code());
        assertEquals(
                """
                program (raw): rejected at instruction 0: r0 = *(u8 *)(r1 + 0x8)
                  state:  r1=memory(8 bytes) r10=fp0
                  reason: access of 1 bytes to memory(8 bytes) may lie between 8 and 9, outside of its 8 bytes
                """,
                run.out());
    }

    @Test
    void rejectsAnUnknownOpcodeAndRefusesABrokenFile() throws IOException {
        CommandRun opcode = CommandRun.of("bpf", "verify", file("ff00000000000000"));
        assertEquals(ExitCode.VERIFICATION.code(), opcode.code());
        assertTrue(opcode.out().contains("reason: unknown opcode 0xff"), opcode.out());
        CommandRun cut = CommandRun.of("bpf", "verify", file("b700"));
        assertEquals(ExitCode.BAD_INPUT.code(), cut.code());
        CommandRun elf = CommandRun.of("bpf", "verify", file("\u007fELF nothing more"));
        assertEquals(ExitCode.BAD_INPUT.code(), elf.code());
        assertEquals(1, elf.errLines().size());
        CommandRun gone = CommandRun.of("bpf", "verify", folder.resolve("gone").toString());
        assertEquals(ExitCode.BAD_INPUT.code(), gone.code());
    }

    @Test
    void printsWhatTheProgramNeeds() throws IOException {
        CommandRun run = CommandRun.of("bpf", "disasm", file("8500000005000000 9500000000000000"));
        assertEquals(
                """
                program (raw, 2 instructions, version 1, groups base32):
                     0: call 0x5  // bpf_ktime_get_ns
                     1: exit
                """,
                run.out());
    }
}
