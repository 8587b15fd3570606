package org.rustos.cpu.riscv.bare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rustos.core.elf.ElfException;
import org.rustos.core.elf.ElfImage;
import org.rustos.core.elf.ElfReader;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Programs of {@code src/test/guest}: their exit status is the number of the check that failed. */
class ConformanceTest {
    private static final Path IMAGES = Path.of("src/test/resources/riscv");
    private static final long RAM = 16 << 20;
    private static final long LIMIT = 20_000_000;

    private static final List<String> PROGRAMS =
            List.of(
                    "atomics",
                    "cheri-memory",
                    "cheri-modes",
                    "cheri-pages",
                    "cheri-registers",
                    "code",
                    "counters",
                    "delegation",
                    "environment",
                    "interrupts",
                    "log",
                    "paging",
                    "protection",
                    "regions",
                    "registers",
                    "traps",
                    "walks");

    /** Each program in each engine. */
    static Stream<Arguments> programs() {
        return PROGRAMS.stream()
                .flatMap(
                        program ->
                                Arrays.stream(Engine.values())
                                        .map(engine -> Arguments.of(program, engine)));
    }

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @ParameterizedTest
    @MethodSource("programs")
    void everyCheckHolds(String program, Engine engine) throws IOException, ElfException {
        try (BareMachine machine = machine(program, engine, null)) {
            assertEquals(BareMachine.Ending.EXITED, machine.run(LIMIT));
            assertEquals(0, machine.exitCode(), "number of the check");
        }
    }

    /**
     * Expected is what qemu-riscv64 7.2 prints for the same program, but for number 50: its CTZW of
     * 2^33 is 33, which its version 8.0 mended.
     */
    @ParameterizedTest
    @EnumSource(Engine.class)
    void operationsComputeWhatQemuComputes(Engine engine) throws IOException, ElfException {
        try (BareMachine machine = machine("operations", engine, null)) {
            assertEquals(BareMachine.Ending.EXITED, machine.run(LIMIT));
        }
        assertArrayEquals(
                Files.readAllBytes(IMAGES.resolve("operations.expected")), out.toByteArray());
    }

    /** Logging steps through the hart one instruction at a time, and must change nothing. */
    @ParameterizedTest
    @MethodSource("programs")
    void aLoggedRunIsTheSameRun(String program, Engine engine) throws IOException, ElfException {
        StringWriter log = new StringWriter();
        try (BareMachine plain = machine(program, engine, null);
                BareMachine logged = machine(program, engine, new CommitLog(log))) {
            plain.run(LIMIT);
            logged.run(LIMIT);
            assertEquals(plain.hart().state().retired(), logged.hart().state().retired());
            for (int i = 0; i < 32; i++) {
                assertEquals(plain.hart().state().x(i), logged.hart().state().x(i), "x" + i);
                assertEquals(plain.hart().state().f(i), logged.hart().state().f(i), "f" + i);
                assertEquals(plain.hart().state().meta(i), logged.hart().state().meta(i), "c" + i);
                assertEquals(plain.hart().state().tag(i), logged.hart().state().tag(i), "c" + i);
            }
            assertEquals(logged.hart().state().retired(), log.toString().lines().count());
        }
    }

    /** A run that fails says which check it was. */
    @ParameterizedTest
    @EnumSource(Engine.class)
    void aFailureHasItsNumber(Engine engine) throws IOException, ElfException {
        try (BareMachine machine = machine("environment-fails", engine, null)) {
            assertEquals(BareMachine.Ending.EXITED, machine.run(LIMIT));
            assertEquals(3, machine.exitCode());
        }
    }

    /**
     * One instruction of each kind that has a form of its own, as riscv-isa-sim's sources print it.
     */
    @Test
    void theLogIsSpikes() throws IOException, ElfException {
        String expected = Files.readString(IMAGES.resolve("log.expected"));
        String log = log("log");
        assertTrue(log.contains(expected), log);
    }

    @ParameterizedTest
    @ValueSource(strings = {"atomics", "delegation", "registers", "traps", "walks"})
    void eachLineOfTheLogHasTheForm(String program) throws IOException, ElfException {
        List<String> lines = log(program).lines().toList();
        assertEquals(
                "core   0: 3 0x0000000080000000 (0x00000297) x5  0x0000000080000000", lines.get(0));
        for (String line : lines) {
            assertTrue(
                    line.matches(
                            "core   0: [013] 0x[0-9a-f]{16} \\(0x([0-9a-f]{4}|[0-9a-f]{8})\\)"
                                    + "( [xf]\\d+ +0x[0-9a-f]{16}| c\\d+_[a-z0-9]+ 0x[0-9a-f]{16})*"
                                    + "( mem 0x[0-9a-f]{16}( 0x([0-9a-f]{2}){1,8})?){0,2}"),
                    line);
        }
    }

    private String log(String program) throws IOException, ElfException {
        StringWriter log = new StringWriter();
        try (BareMachine machine = machine(program, Engine.INTERPRETER, new CommitLog(log))) {
            machine.run(LIMIT);
        }
        return log.toString();
    }

    @Test
    void theImageMustFit() throws IOException, ElfException {
        var image = ElfReader.read(Files.readAllBytes(IMAGES.resolve("traps.elf")));
        BareImageException failure =
                assertThrows(BareImageException.class, () -> machine(image, 1 << 13));
        assertTrue(failure.getMessage().contains("lies outside RAM"), failure.getMessage());
    }

    private static BareMachine machine(ElfImage image, long ram) {
        return new BareMachine(image, new BareMachine.Board(ram), b -> {}, () -> -1, null);
    }

    private BareMachine machine(String program, Engine engine, CommitLog log)
            throws IOException, ElfException {
        byte[] file = Files.readAllBytes(IMAGES.resolve(program + ".elf"));
        BareMachine machine =
                new BareMachine(
                        ElfReader.read(file),
                        new BareMachine.Board(RAM),
                        out::write,
                        () -> -1,
                        log);
        machine.harts().forEach(engine::install);
        return machine;
    }
}
