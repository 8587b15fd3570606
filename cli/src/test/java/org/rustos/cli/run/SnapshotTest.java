package org.rustos.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rustos.channels.Simulation;
import org.rustos.cli.CommandRun;
import org.rustos.core.cpu.Isa;
import org.rustos.core.machine.Core;
import org.rustos.core.snapshot.Snapshot;
import org.rustos.core.snapshot.SnapshotFile;
import org.rustos.kernel.file.Console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Running on from a snapshot gives the same as never having stopped. */
class SnapshotTest {
    /** Snapshots of one run. */
    private static final int MOMENTS = 50;

    /** Every so many of them go through a file and into another machine. */
    private static final int FILED = 10;

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "x86-zen3, rustos, file-read, 1",
        "x86-zen3, message, web-server, 2",
        "arm-neoverse-v1, rustos, file-read, 1",
        "arm-neoverse-v1, syscall, pipeline, 2",
        "riscv-cheri, rustos, file-read, 1",
        "riscv-cheri, channel, key-value, 1",
    })
    void theEndIsTheSameFromEverySnapshot(String cpu, String mechanism, String what, int cores)
            throws Exception {
        String end;
        long cycles;
        try (Simulation straight = simulation(cpu, mechanism, what, cores)) {
            straight.states();
            assertEquals(0, straight.run().exitStatus());
            end = straight.states().save().digest();
            cycles =
                    straight.board().cores().stream()
                            .mapToLong(Core::clockMc)
                            .filter(mc -> mc > 0)
                            .min()
                            .orElse(0);
        }
        int moments = what.equals("file-read") ? MOMENTS : FILED;
        List<Snapshot> taken = new ArrayList<>();
        try (Simulation stopped = simulation(cpu, mechanism, what, cores)) {
            stopped.states();
            for (int i = 1; i <= moments; i++) {
                if (stopped.runUntil(cycles / (moments + 1) * i) != null) {
                    break;
                }
                taken.add(stopped.states().save());
            }
            stopped.run();
            assertEquals(end, stopped.states().save().digest(), "taking them changes nothing");
            assertEquals(moments, taken.size());
            for (Snapshot one : taken) {
                stopped.states().restore(one);
                assertEquals(one.digest(), stopped.states().save().digest());
                stopped.run();
                assertEquals(end, stopped.states().save().digest(), "in the same machine");
            }
        }
        Path file = folder.resolve("one.snapshot");
        for (int i = 0; i < taken.size(); i += FILED) {
            new SnapshotFile(new TreeMap<>(Map.of("a", new byte[] {1})), taken.get(i)).write(file);
            try (Simulation other = simulation(cpu, mechanism, what, cores)) {
                other.states().restore(SnapshotFile.read(file).snapshot());
                other.run();
                assertEquals(end, other.states().save().digest(), "in another machine");
            }
        }
    }

    private static Simulation simulation(String cpu, String mechanism, String what, int cores)
            throws Exception {
        Map<String, String> few =
                what.equals("web-server")
                        ? Map.of("iterations", "10")
                        : Map.of("iterations", "10", "warmup", "2");
        Guest guest = new GuestFinder(cpu, mechanism, few).find(what, List.of());
        Console.Sink nowhere = (bytes, offset, length) -> {};
        Simulation.Streams streams =
                new Simulation.Streams((into, offset, length) -> -1, nowhere, nowhere, false);
        RunInputs inputs =
                new RunInputs(
                        what,
                        List.of(),
                        cpu,
                        mechanism,
                        cores,
                        null,
                        false,
                        64L << 20,
                        1,
                        new TreeMap<>(few),
                        List.of(),
                        false);
        return inputs.simulation(guest, null, streams);
    }

    /** The engine that runs it is not in a snapshot: here all is interpreted before it. */
    @ParameterizedTest
    @ValueSource(strings = {"x86-zen3", "arm-neoverse-v1", "riscv-cheri"})
    void aFileStandsForTheRunThatItWasTakenOf(String cpu) throws IOException {
        String[] program = {
            "compute-mix", "--cpu", cpu, "--set", "iterations=20", "--stats", "json"
        };
        CommandRun whole = CommandRun.of(with(program, "run"));
        assertEquals(0, whole.code(), whole.err());
        CommandRun stopped =
                CommandRun.of(
                        with(
                                program,
                                "run",
                                "--snapshot-at",
                                "checksum",
                                "--snapshot-at",
                                "marker",
                                "--snapshot-at",
                                "700000",
                                "--snapshot-dir",
                                folder.toString()));
        assertEquals(outcome(whole), outcome(stopped));
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.sorted().toList();
        }
        assertTrue(files.size() >= 2, stopped.err());
        for (Path file : files) {
            CommandRun on = CommandRun.of("run", "--from", file.toString(), "--stats", "json");
            assertEquals(outcome(whole), outcome(on), file.toString());
            assertTrue(stopped.err().contains(file.toString()), stopped.err());
        }
    }

    @Test
    void theProgramIsInEverySnapshotOfARun() throws IOException {
        Guest guest = new GuestFinder("x86-zen3", "channel", Map.of()).find("null-call", List.of());
        Path program = folder.resolve("program");
        Files.write(program, guest.workload().image(Isa.X86_64, "channel"));
        Path first = folder.resolve("first");
        CommandRun whole =
                CommandRun.of(
                        "run",
                        "--stats",
                        "json",
                        "--snapshot-at",
                        "marker",
                        "--snapshot-dir",
                        first.toString(),
                        program.toString(),
                        "5",
                        "5");
        assertEquals(0, whole.code(), whole.err());
        Files.delete(program);
        Path second = folder.resolve("second");
        CommandRun on =
                CommandRun.of(
                        "run",
                        "--stats",
                        "json",
                        "--from",
                        only(first).toString(),
                        "--snapshot-every",
                        "20000",
                        "--snapshot-dir",
                        second.toString());
        assertEquals(outcome(whole), outcome(on));
        CommandRun again =
                CommandRun.of("run", "--stats", "json", "--from", only(second).toString());
        assertEquals(outcome(whole), outcome(again));
    }

    private static Path only(Path of) throws IOException {
        try (Stream<Path> all = Files.list(of)) {
            return all.sorted().findFirst().orElseThrow();
        }
    }

    private static String[] with(String[] program, String... before) {
        return Stream.concat(Stream.of(before), Stream.of(program)).toArray(String[]::new);
    }

    /** The last line but for what the host took. */
    private static String outcome(CommandRun run) {
        String line = run.err().strip().lines().reduce("", (a, b) -> b);
        int host = line.indexOf("\"host\"");
        assertTrue(host > 0, run.err());
        return line.substring(0, host);
    }

    @Test
    void whatIsNoSnapshotOfOursIsOneLine() throws IOException {
        CommandRun taken =
                CommandRun.of(
                        "run",
                        "null-call",
                        "--set",
                        "iterations=1",
                        "--snapshot-at",
                        "marker",
                        "--snapshot-dir",
                        folder.toString());
        assertEquals(0, taken.code(), taken.err());
        Path good = only(folder);
        byte[] bytes = Files.readAllBytes(good);
        Random chance = new Random(7);
        for (int i = 0; i < 40; i++) {
            byte[] damaged = bytes.clone();
            if (i % 4 == 0) {
                damaged = Arrays.copyOf(bytes, chance.nextInt(bytes.length));
            } else {
                damaged[chance.nextInt(bytes.length)] ^= (byte) (1 + chance.nextInt(255));
            }
            refused(damaged);
        }
        refused("not a snapshot\n".getBytes(StandardCharsets.US_ASCII));
        refused(new byte[0]);
        CommandRun none = CommandRun.of("run", "--from", folder.resolve("none").toString());
        assertEquals(65, none.code());
        CommandRun both = CommandRun.of("run", "null-call", "--from", good.toString());
        assertEquals(64, both.code());
        assertNotNull(both.err());
    }

    private void refused(byte[] content) throws IOException {
        Path file = folder.resolve("bad");
        Files.write(file, content);
        CommandRun run = CommandRun.of("run", "--from", file.toString());
        assertEquals(65, run.code(), run.err());
        assertEquals(1, run.err().strip().lines().count(), run.err());
    }
}
