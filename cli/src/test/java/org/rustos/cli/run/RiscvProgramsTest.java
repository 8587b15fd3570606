package org.rustos.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rustos.cli.CommandRun;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Static glibc programs for riscv64 (examples/riscv): the same bytes and the same exit code on our
 * core as in qemu-riscv64.
 */
class RiscvProgramsTest {
    private static final Path GCC = Path.of("/usr/bin/riscv64-linux-gnu-gcc");
    private static final Path QEMU = Path.of("/usr/bin/qemu-riscv64");
    private static final Path SOURCES = Path.of("..", "examples", "riscv");

    @TempDir Path folder;

    private Path compile(String name) throws IOException, InterruptedException {
        assumeTrue(Files.exists(GCC) && Files.exists(QEMU), "no tools for riscv64 here");
        Path program = folder.resolve(name);
        Path warnings = folder.resolve("warnings");
        Process compiler =
                new ProcessBuilder(
                                GCC.toString(),
                                "-O2",
                                "-static",
                                "-pthread",
                                "-o",
                                program.toString(),
                                SOURCES.resolve(name + ".c").toString(),
                                "-lm")
                        .redirectErrorStream(true)
                        .redirectOutput(warnings.toFile())
                        .start();
        assertEquals(0, compiler.waitFor(), Files.readString(warnings));
        return program;
    }

    private static CommandRun ours(Path program, String... arguments) {
        String[] line = new String[5 + arguments.length];
        List<String> head =
                List.of("run", "--cpu", "riscv-cheri", "--no-timing", program.toString());
        head.toArray(line);
        System.arraycopy(arguments, 0, line, head.size(), arguments.length);
        return CommandRun.of(line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text",
                "heap",
                "files",
                "sort",
                "signals",
                "processes",
                "threads",
                "clocks"
            })
    @Timeout(180)
    void aProgramSaysWhatItSaysInQemu(String name) throws IOException, InterruptedException {
        Path program = compile(name);
        Path out = folder.resolve("out");
        Process qemu =
                new ProcessBuilder(QEMU.toString(), program.toString())
                        .redirectInput(Path.of("/dev/null").toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        assertTrue(qemu.waitFor(60, TimeUnit.SECONDS));
        CommandRun ours = ours(program);
        assertEquals(Files.readString(out), ours.out(), ours.err());
        assertEquals(qemu.exitValue(), ours.code(), ours.err());
    }

    @Test
    @Timeout(60)
    void programsStartPrograms() throws IOException, InterruptedException {
        assertEquals(
                """
                child of exec says hello
                exec: exit 17
                child of spawn says hello
                spawn: exit 17
                nowhere: No such file or directory
                """,
                ours(compile("processes"), "--", "start").out());
    }

    @Test
    @Timeout(60)
    void programsAreToldOfTheirHardware() throws IOException, InterruptedException {
        assertEquals(
                """
                hwcap 112d, platform none, vdso 0
                hwprobe 0: 3=1 4=1b 7=3fffffefff -1=0
                wrong flags: Invalid argument
                made code: 100
                misaligned atomic: signal 7 code 1
                isa\t\t: rv64imafdc_zicntr_zicsr_zifencei_zba_zbb
                mmu\t\t: sv39
                """,
                ours(compile("machine")).out());
    }
}
