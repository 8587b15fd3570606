package org.rustos.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.rustos.cli.CommandRun;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Whatever a user gives: one line that names cause and remedy, the right code, nothing harmed. */
class BadInputTest {
    private static final String EXIT_0 = "31 ff b8 e7 00 00 00 0f 05";

    @TempDir private Path folder;

    static Stream<Arguments> files() {
        byte[] random = new byte[5000];
        new SplittableRandom(1).nextBytes(random);
        int second = TinyProgram.FIRST_HEADER + TinyProgram.HEADER_BYTES;
        int first = TinyProgram.FIRST_HEADER;
        return Stream.of(
                Arguments.of("empty", new byte[0], "not an ELF file"),
                Arguments.of("random bytes", random, "not an ELF file"),
                Arguments.of("half a header", TinyProgram.of(EXIT_0).truncated(40), "truncated"),
                Arguments.of(
                        "no program headers", TinyProgram.of(EXIT_0).truncated(64), "truncated"),
                Arguments.of("no code", TinyProgram.of(EXIT_0).truncated(0x1002), "truncated"),
                Arguments.of(
                        "headers that overlap",
                        TinyProgram.of(EXIT_0)
                                .withLong(
                                        second + TinyProgram.ADDRESS_IN_HEADER,
                                        TinyProgram.CODE + 0x1000)
                                .bytes(),
                        "overlap"),
                Arguments.of(
                        "a MIPS program",
                        TinyProgram.of(EXIT_0).withShort(TinyProgram.MACHINE, 8).bytes(),
                        "wrong machine type 8"),
                Arguments.of(
                        "a RISC-V program",
                        TinyProgram.of(EXIT_0).withShort(TinyProgram.MACHINE, 243).bytes(),
                        "wrong machine type: it is for riscv64"),
                Arguments.of(
                        "a segment in kernel space",
                        TinyProgram.of(EXIT_0)
                                .withLong(second + TinyProgram.ADDRESS_IN_HEADER, -0x10000L)
                                .bytes(),
                        "outside the user address space"),
                Arguments.of(
                        "a segment at the null page",
                        TinyProgram.of(EXIT_0)
                                .withLong(first + TinyProgram.ADDRESS_IN_HEADER, 0)
                                .withLong(TinyProgram.ENTRY, 0)
                                .bytes(),
                        "outside of user memory"),
                Arguments.of(
                        "a segment on the stack",
                        TinyProgram.of(EXIT_0)
                                .withLong(second + TinyProgram.ADDRESS_IN_HEADER, 0x7fff_ffff_0000L)
                                .bytes(),
                        "outside of user memory"),
                Arguments.of(
                        "a segment of 2^60 bytes",
                        TinyProgram.of(EXIT_0)
                                .withLong(second + TinyProgram.MEMORY_SIZE_IN_HEADER, 1L << 60)
                                .bytes(),
                        "bytes of memory"),
                Arguments.of(
                        "more bytes than memory",
                        TinyProgram.of(EXIT_0)
                                .withLong(second + TinyProgram.FILE_SIZE_IN_HEADER, 0x1001)
                                .bytes(),
                        "more bytes in the file than in memory"),
                Arguments.of(
                        "an entry point nowhere",
                        TinyProgram.of(EXIT_0).withLong(TinyProgram.ENTRY, 0x1234).bytes(),
                        "entry point 0x1234"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void aFileThatIsNoProgramIsBadInput(String what, byte[] content, String named) {
        Path file = TinyProgram.write(folder, content);
        refused(65, named, CommandRun.of("run", file.toString()));
    }

    /** Damage that no list thought of: refused in one line, or run to some end; never a bug. */
    @ParameterizedTest
    @MethodSource("seeds")
    void aDamagedHeaderNeverBreaksUs(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] content = TinyProgram.of(EXIT_0).bytes();
        for (int i = 0; i < 4; i++) {
            content[random.nextInt(4, 180)] = (byte) random.nextInt();
        }
        Path file = TinyProgram.write(folder, content);
        CommandRun run =
                CommandRun.of("run", "--max-cycles", "1000000", "--ram", "16M", file.toString());
        assertTrue(run.code() != 70, run.err());
        assertTrue(run.errLines().size() <= 1, run.err());
    }

    static IntStream seeds() {
        return IntStream.range(0, 60);
    }

    @Test
    void aMissingFileNamesTheNearestWorkload() {
        refused(65, "did you mean 'null-call'?", CommandRun.of("run", "nul-call"));
        refused(65, "neither a workload nor a file", CommandRun.of("run", folder + "/none"));
    }

    @Test
    void aFolderIsNoProgram() {
        refused(65, "is a directory", CommandRun.of("run", folder.toString()));
    }

    @Test
    void aDeviceIsNotRead() {
        refused(65, "no regular file", CommandRun.of("run", "/dev/zero"));
    }

    @Test
    void aHostileFileNameStaysOneLine() {
        refused(65, "a?[31mb", CommandRun.of("run", "a\u001b[31mb\nc"));
    }

    @ParameterizedTest
    @CsvSource({
        "--cores 0, 64, --cores 0: give 1 to 16",
        "--cores many, 64, --cores",
        "--cpu x86-zen4, 64, did you mean 'x86-zen3'?",
        "--cpu ./none.json, 65, no such file",
        "--mechanism syscal, 64, did you mean 'syscall'?",
        "--mechanism teleport, 64, known: ",
        "--max-cycles 0, 64, --max-cycles 0: give at least 1",
        "--ram 12, 64, not within 1M to 16G",
        "--ram lots, 64, is no size",
        "--ram 900000G, 64, not within 1M to 16G",
        "--root /no/such, 65, no such folder",
        "--set speed=9, 64, --set speed",
        "--set speed, 64, KEY=VALUE",
        "--set iterations=abc, 64, is not a number",
        "--set iterations=0, 64, not within",
        "--set iteration=5, 64, did you mean 'iterations'?",
        "--stats yaml, 64, --stats",
        "--trace-filter speed=9, 64, --trace-filter"
    })
    void aWrongOptionIsNamedWithARemedy(String options, int code, String named) {
        String[] words = ("run null-call " + options).split(" ");
        refused(code, named, CommandRun.of(words));
    }

    @Test
    void aWorkloadTakesNoArguments() {
        refused(64, "--set name=value", CommandRun.of("run", "null-call", "--", "fast"));
    }

    @Test
    void anImageThatSpeaksAnotherMechanismIsAUsageError() {
        Path file = TinyProgram.of(EXIT_0).in(folder);
        refused(64, "speaks syscall", CommandRun.of("run", file.toString(), "--mechanism", "ring"));
    }

    @Test
    void aProfileThatIsNoProfileIsBadInput() {
        Path file = TinyProgram.write(folder, "{\"id\": 1}".getBytes(StandardCharsets.UTF_8));
        refused(65, "program: ", CommandRun.of("run", "null-call", "--cpu", file.toString()));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "jumps to nowhere, 31 c0 ff e0, 139, jump to 0x0",
        "jumps to wild address, 48 b8 00 00 00 00 00 00 00 80 ff e0, 139, ''",
        "writes read-only memory, c6 05 f9 ff ff ff 00, 139, write to 0x401000",
        "reads kernel memory, 48 a1 00 00 00 00 00 80 ff ff, 139, ''",
        "jumps to data, b8 00 00 00 10 ff e0, 139, jump to 0x10000000",
        "illegal instruction, 0f 0b, 132, illegal",
        "privileged instruction, f4, 139, ''",
        "port access, e4 80, 139, ''",
        "division by zero, 31 c9 f7 f1, 136, arithmetic",
        "breakpoint, cc, 133, breakpoint",
        "stack overflow, 50 eb fd, 139, write to"
    })
    void aGuestKilledByATrapGivesItsSignal(String what, String code, int status, String named) {
        Path file = TinyProgram.of(code).in(folder);
        CommandRun run = CommandRun.of("run", file.toString());
        refused(status, named, run);
        assertTrue(run.err().contains("killed by SIG"), run.err());
    }

    @Test
    void anEndlessLoopStopsAtItsLimit() {
        Path file = TinyProgram.of("eb fe").in(folder);
        String limit = "--max-cycles=100000";
        refused(75, "--max-cycles", CommandRun.of("run", file.toString(), limit));
        refused(75, "--max-cycles", CommandRun.of("run", file.toString(), limit, "--no-timing"));
    }

    @Test
    void aGuestThatWaitsForNothingIsStopped() {
        // pause(): no signal can come
        Path file = TinyProgram.of("b8 22 00 00 00 0f 05").in(folder);
        refused(75, "waits in pause", CommandRun.of("run", file.toString()));
    }

    @Test
    void aLoopThatNothingCanEndIsStopped() {
        Path file = TinyProgram.of("eb fe").in(folder);
        refused(75, "spins on core 0", CommandRun.of("run", file.toString()));
        refused(75, "spins on core 0", CommandRun.of("run", file.toString(), "--no-timing"));
    }

    @Test
    void memoryThatRamDoesNotHaveKills() {
        // mov edi, DATA; again: mov byte [rdi], 1; add rdi, 4096; jmp again
        Path file =
                TinyProgram.of("bf 00 00 00 10 c6 07 01 48 81 c7 00 10 00 00 eb f4", 64 << 20)
                        .in(folder);
        refused(137, "--ram", CommandRun.of("run", file.toString(), "--ram", "16M"));
    }

    @Test
    void tooLittleRamForTheProgramSaysSo() {
        Path file = TinyProgram.of("90 ".repeat(2 << 20)).in(folder);
        refused(65, "--ram", CommandRun.of("run", file.toString(), "--ram", "1M"));
    }

    private static void refused(int code, String named, CommandRun run) {
        assertEquals(code, run.code(), run.err());
        assertEquals(1, run.errLines().size(), run.err());
        assertTrue(run.err().startsWith("rustos: "), run.err());
        assertTrue(run.err().contains(named), run.err());
        assertEquals("", run.out());
    }
}
