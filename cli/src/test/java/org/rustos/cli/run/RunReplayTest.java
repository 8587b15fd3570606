package org.rustos.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rustos.cli.CommandRun;
import org.rustos.core.Sha256;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A recorded run is done again from its folder alone, and where it goes another way is found. */
class RunReplayTest {
    /** 2 instructions a turn. */
    private static final int TURNS = 5000;

    /** mov ecx, TURNS; 1: dec ecx; jnz 1b */
    private static final String LOOP = "b9 88130000 ffc9 75fc ";

    /** mov eax, 60; xor edi, edi; syscall */
    private static final String EXIT = "b8 3c000000 31ff 0f05";

    private static final int FORGERIES = 18;

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "x86-zen3, x86_64-linux-gnu-gcc",
        "arm-neoverse-v1, aarch64-linux-gnu-gcc",
        "riscv-cheri, riscv64-linux-gnu-gcc",
    })
    void everythingThatItReadIsInTheFolder(String cpu, String compiler) throws Exception {
        Path program = compile(compiler);
        Path root = Files.createDirectories(folder.resolve("root"));
        Files.createDirectories(root.resolve("sub"));
        Files.writeString(root.resolve("small"), "12345");
        Files.writeString(root.resolve("sub/large"), "0123456789".repeat(2000));
        String[] run = {
            "run",
            "--cpu",
            cpu,
            "--root",
            root.toString(),
            "--record",
            record().toString(),
            "--stats",
            "json",
            program.toString()
        };
        CommandRun recorded = CommandRun.with("one\ntwo\n", run);
        assertEquals(3, recorded.code(), recorded.err());
        assertTrue(recorded.out().endsWith(" 1\none\ntwo\n"), recorded.out());

        run[5] = "--ram";
        run[6] = "1G";
        CommandRun plain = CommandRun.with("one\ntwo\n", run);
        assertEquals(recorded.out(), plain.out());
        assertEquals(figures(plain), figures(recorded), "recording changes no cycle");

        Path moved = folder.resolve("elsewhere");
        Files.move(record(), moved);
        Files.delete(root.resolve("small"));
        Files.writeString(root.resolve("sub/large"), "other");
        Files.delete(program);
        CommandRun again = CommandRun.of("replay", moved.toString());
        assertEquals("", again.out());
        assertTrue(again.err().contains("bit-identically: a run"), again.err());
        assertEquals(0, again.code());
    }

    /** What --stats json says, without the figures of the host. */
    private static String figures(CommandRun run) {
        return run.errLines().getLast().replaceAll("\"host\":.*", "");
    }

    private Path record() {
        return folder.resolve("record");
    }

    private Path compile(String compiler) throws IOException, InterruptedException {
        Path gcc = Path.of("/usr/bin", compiler);
        assumeTrue(Files.exists(gcc), "no " + compiler + " here");
        Path source = folder.resolve("inputs.c");
        Path program = folder.resolve("inputs");
        try (var in = RunReplayTest.class.getResourceAsStream("inputs.c")) {
            Files.copy(in, source, StandardCopyOption.REPLACE_EXISTING);
        }
        Process made =
                new ProcessBuilder(
                                gcc.toString(),
                                "-O1",
                                "-static",
                                "-o",
                                program.toString(),
                                source.toString())
                        .inheritIO()
                        .start();
        assumeTrue(made.waitFor() == 0, "no static libc here");
        return program;
    }

    @Test
    void anotherCostIsFoundWhereItIsPaid() throws IOException {
        Path profile = folder.resolve("own.json");
        try (var in = RunReplayTest.class.getResourceAsStream("/profiles/x86-zen3.json")) {
            Files.copy(in, profile);
        }
        String program = TinyProgram.of(LOOP + "0f01ee" + LOOP + EXIT).in(folder).toString();
        CommandRun recorded =
                CommandRun.of(
                        "run",
                        "--cpu",
                        profile.toString(),
                        "--record",
                        record().toString(),
                        program);
        assertEquals(0, recorded.code(), recorded.err());
        Path inside = record().resolve("profile.json");
        Pattern cost = Pattern.compile("(\"PKEY_READ\": *\\{[^}]*?\"cycles\": *)[0-9.]+");
        Matcher found = cost.matcher(Files.readString(inside));
        assertTrue(found.find());
        forge("profile.json", found.replaceFirst("$177").getBytes(StandardCharsets.UTF_8));

        CommandRun other = CommandRun.of("replay", record().toString());
        assertEquals(76, other.code(), other.err());
        Matcher place =
                Pattern.compile(
                                "differs: between cycle ([0-9.]+) \\(instruction (\\d+)\\) and"
                                    + " cycle ([0-9.]+) \\(instruction (\\d+)\\) on core 0, in user"
                                    + " code")
                        .matcher(other.err());
        assertTrue(place.find(), other.err());
        int before = Integer.parseInt(place.group(2));
        int after = Integer.parseInt(place.group(4));
        int read = 1 + 2 * TURNS + 1;
        assertTrue(before < read && read <= after, other.err());
        double cycles = Double.parseDouble(place.group(3)) - Double.parseDouble(place.group(1));
        assertTrue(cycles <= 1100, other.err());
    }

    @Test
    void anotherInputIsFoundWhereItIsRead() throws IOException {
        // xor eax, eax; xor edi, edi; mov esi, 0x10000000; mov edx, 16; syscall
        String read = "31c0 31ff be 00000010 ba 10000000 0f05 ";
        String program = TinyProgram.of(LOOP + read + LOOP + EXIT).in(folder).toString();
        CommandRun recorded =
                CommandRun.with("abc", "run", "--record", record().toString(), program);
        assertEquals(0, recorded.code(), recorded.err());
        byte[] input = Files.readAllBytes(record().resolve("input.bin"));
        assertEquals('c', input[input.length - 1]);
        input[input.length - 1] = 'd';
        forge("input.bin", input);

        CommandRun other = CommandRun.of("replay", record().toString());
        assertEquals(76, other.code(), other.err());
        String at = "(instruction " + (1 + 2 * TURNS + 5) + ")";
        assertTrue(other.err().contains(at + " and cycle"), other.err());
        assertTrue(other.err().contains(", in a step of kernel work: "), other.err());
        assertTrue(other.err().contains("other registers or bytes"), other.err());
    }

    /** Whatever the files say, with an index that agrees: the same, a difference, or bad input. */
    @Test
    void aForgedRecordingEndsInOneLine() throws IOException {
        String read = "31c0 31ff be 00000010 ba 10000000 0f05 ";
        String program = TinyProgram.of(read + read + EXIT).in(folder).toString();
        CommandRun recorded =
                CommandRun.with("abc", "run", "--record", record().toString(), program);
        assertEquals(0, recorded.code(), recorded.err());
        Random random = new Random(1);
        Set<Integer> seen = new TreeSet<>();
        for (int i = 0; i < FORGERIES; i++) {
            String name = List.of("input.bin", "trail.bin", "outcome.json").get(i % 3);
            byte[] good = Files.readAllBytes(record().resolve(name));
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            forge(name, i % 2 == 0 ? bad : Arrays.copyOf(bad, random.nextInt(bad.length)));
            CommandRun replay = CommandRun.of("replay", record().toString());
            assertEquals(1, replay.errLines().size(), replay.err());
            assertTrue(Set.of(0, 65, 76).contains(replay.code()), replay.err());
            seen.add(replay.code());
            forge(name, good);
        }
        assertTrue(seen.containsAll(Set.of(65, 76)), seen.toString());
    }

    @Test
    void aFolderThatHoldsSomethingIsNotWrittenTo() throws IOException {
        Files.createDirectory(record());
        Files.writeString(record().resolve("mine"), "text");
        CommandRun refused = CommandRun.of("run", "--record", record().toString(), "null-call");
        assertEquals(64, refused.code());
        assertTrue(refused.err().contains("is not empty"), refused.err());
    }

    /** Changes a file of the recording so that its index agrees. */
    private void forge(String name, byte[] content) throws IOException {
        Path file = record().resolve(name);
        Path index = record().resolve("recording.json");
        String before = Sha256.hex(Files.readAllBytes(file));
        Files.writeString(index, Files.readString(index).replace(before, Sha256.hex(content)));
        Files.write(file, content);
    }
}
