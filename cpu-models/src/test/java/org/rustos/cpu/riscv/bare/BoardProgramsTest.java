package org.rustos.cpu.riscv.bare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rustos.core.elf.ElfException;
import org.rustos.core.elf.ElfReader;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Programs in C for the whole board. What is expected is what qemu-system-riscv64 7.2 prints for
 * them; the first lines of each source have the command.
 */
class BoardProgramsTest {
    private static final Path IMAGES = Path.of("src/test/resources/riscv");
    private static final String QEMU = "qemu-system-riscv64";
    private static final long RAM = 16 << 20;
    private static final long LIMIT = 20_000_000;
    private static final int SECTORS = 64;

    @TempDir private Path folder;

    @ParameterizedTest
    @EnumSource(Engine.class)
    void theDiskDoesWhatQemusDoes(Engine engine) throws IOException, ElfException {
        Path file = disk();
        byte[] before = Files.readAllBytes(file);
        try (DiskImage image = DiskImage.open(file)) {
            assertPrintsWhatIsExpected("disk", new BareMachine.Board(RAM, 1, image), engine);
        }
        assertArrayEquals(before, Files.readAllBytes(file), "the host's file");
    }

    @Test
    void qemuPrintsWhatIsExpectedOfTheDisk() throws IOException, InterruptedException {
        boolean there =
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(bin -> Files.isExecutable(Path.of(bin, QEMU)));
        Assumptions.assumeTrue(there, QEMU + " is not installed");
        Path out = folder.resolve("out");
        Process qemu =
                new ProcessBuilder(
                                QEMU,
                                "-M",
                                "virt",
                                "-bios",
                                "none",
                                "-nographic",
                                "-global",
                                "virtio-mmio.force-legacy=false",
                                "-kernel",
                                IMAGES.resolve("disk.elf").toString(),
                                "-drive",
                                "file=" + disk() + ",if=none,format=raw,id=d,snapshot=on",
                                "-device",
                                "virtio-blk-device,drive=d,bus=virtio-mmio-bus.0")
                        .redirectOutput(out.toFile())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .redirectInput(Path.of("/dev/null").toFile())
                        .start();
        try {
            assertTrue(qemu.waitFor(60, TimeUnit.SECONDS), "it ends");
        } finally {
            qemu.destroyForcibly();
        }
        assertEquals(Files.readString(IMAGES.resolve("disk.expected")), Files.readString(out));
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void fourHartsShareWhatTheyShould(Engine engine) throws IOException, ElfException {
        assertPrintsWhatIsExpected("harts", new BareMachine.Board(RAM, 4, null), engine);
    }

    /** The order of harts is part of the result: instruction by instruction the same, each time. */
    @Test
    void hartsRunInTheSameOrderEachTime() throws IOException, ElfException {
        List<Long> first = run(Engine.INTERPRETER, null);
        assertEquals(first, run(Engine.INTERPRETER, null));
        assertEquals(first, run(Engine.INTERPRETER, Writer.nullWriter()), "with a commit log");
        assertEquals(first, run(Engine.TRANSLATOR, null), "translated");
    }

    @Test
    void theCommitLogNamesTheHart() throws IOException, ElfException {
        StringWriter log = new StringWriter();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BareMachine.Board board = new BareMachine.Board(RAM, 4, null);
        try (BareMachine machine = machine("harts", board, out, new CommitLog(log))) {
            assertEquals(BareMachine.Ending.LIMIT, machine.run(20_000));
        }
        for (int hart = 0; hart < 4; hart++) {
            String prefix = "core   " + hart + ": 3 0x0000000080000000 (0x";
            assertTrue(log.toString().lines().anyMatch(l -> l.startsWith(prefix)), prefix);
        }
    }

    /** Instructions that each hart retired. */
    private static List<Long> run(Engine engine, Writer log) throws IOException, ElfException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CommitLog commits = log == null ? null : new CommitLog(log);
        try (BareMachine machine =
                machine("harts", new BareMachine.Board(RAM, 4, null), out, commits)) {
            machine.harts().forEach(engine::install);
            assertEquals(BareMachine.Ending.EXITED, machine.run(LIMIT));
            return machine.harts().stream().map(hart -> hart.state().retired()).toList();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 16})
    void anyNumberOfHartsStarts(int harts) throws IOException, ElfException {
        BareMachine.Board board = new BareMachine.Board(RAM, harts, null);
        try (BareMachine machine = machine("harts", board, new ByteArrayOutputStream(), null)) {
            assertEquals(BareMachine.Ending.LIMIT, machine.run(20_000));
            for (int hart = 0; hart < harts; hart++) {
                assertEquals(hart, machine.harts().get(hart).number());
                assertNotEquals(0, machine.harts().get(hart).state().retired());
            }
        }
    }

    private void assertPrintsWhatIsExpected(String program, BareMachine.Board board, Engine engine)
            throws IOException, ElfException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (BareMachine machine = machine(program, board, out, null)) {
            machine.harts().forEach(engine::install);
            assertEquals(BareMachine.Ending.EXITED, machine.run(LIMIT));
            assertEquals(0, machine.exitCode());
        }
        assertEquals(
                Files.readString(IMAGES.resolve(program + ".expected")), out.toString(US_ASCII));
    }

    private static BareMachine machine(
            String program, BareMachine.Board board, ByteArrayOutputStream out, CommitLog log)
            throws IOException, ElfException {
        byte[] file = Files.readAllBytes(IMAGES.resolve(program + ".elf"));
        return new BareMachine(ElfReader.read(file), board, out::write, () -> -1, log);
    }

    private Path disk() throws IOException {
        byte[] content = new byte[SECTORS * DiskImage.SECTOR];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) (i * 7 + i / DiskImage.SECTOR);
        }
        return Files.write(folder.resolve("disk"), content);
    }
}
