package org.rustos.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.rustos.cli.CommandRun;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Static glibc programs for other instruction sets (examples/linux-programs): the same bytes and
 * the same exit code on our cores as in qemu-user.
 */
class CrossProgramsTest {
    private static final Path SOURCES = Path.of("..", "examples", "linux-programs");

    private static final List<String> PROGRAMS =
            List.of("text", "heap", "files", "sort", "signals", "processes", "threads", "clocks");

    @TempDir Path folder;

    private enum Target {
        // As distributions build: signed return addresses and landing pads.
        AARCH64("arm-neoverse-v1", "-mbranch-protection=standard"),
        RISCV64("riscv-cheri", "-O2");

        final String cpu;
        final String flag;

        Target(String cpu, String flag) {
            this.cpu = cpu;
            this.flag = flag;
        }

        String isa() {
            return name().toLowerCase(Locale.ROOT);
        }

        Path compiler() {
            return Path.of("/usr/bin/" + isa() + "-linux-gnu-gcc");
        }

        Path qemu() {
            return Path.of("/usr/bin/qemu-" + isa());
        }
    }

    private Path compile(Target target, String name) throws IOException, InterruptedException {
        assumeTrue(
                Files.exists(target.compiler()) && Files.exists(target.qemu()),
                "no tools for " + target.isa() + " here");
        Path program = folder.resolve(name);
        Path warnings = folder.resolve("warnings");
        Process compiler =
                new ProcessBuilder(
                                target.compiler().toString(),
                                "-O2",
                                "-static",
                                "-pthread",
                                target.flag,
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

    private static CommandRun ours(Target target, Path program, String... arguments) {
        List<String> line =
                new ArrayList<>(List.of("run", "--cpu", target.cpu, program.toString()));
        line.addAll(List.of(arguments));
        return CommandRun.of(line.toArray(String[]::new));
    }

    static Stream<Arguments> programs() {
        return Stream.of(Target.values())
                .flatMap(target -> PROGRAMS.stream().map(name -> Arguments.of(target, name)));
    }

    @ParameterizedTest
    @MethodSource("programs")
    @Timeout(180)
    void aProgramSaysWhatItSaysInQemu(Target target, String name)
            throws IOException, InterruptedException {
        Path program = compile(target, name);
        Path out = folder.resolve("out");
        Process qemu =
                new ProcessBuilder(target.qemu().toString(), program.toString())
                        .redirectInput(Path.of("/dev/null").toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        assertTrue(qemu.waitFor(60, TimeUnit.SECONDS));
        CommandRun ours = ours(target, program);
        assertEquals(Files.readString(out), ours.out(), ours.err());
        assertEquals(qemu.exitValue(), ours.code(), ours.err());
    }

    @ParameterizedTest
    @EnumSource
    @Timeout(60)
    void programsStartPrograms(Target target) throws IOException, InterruptedException {
        assertEquals(
                """
                child of exec says hello
                exec: exit 17
                child of spawn says hello
                spawn: exit 17
                nowhere: No such file or directory
                """,
                ours(target, compile(target, "processes"), "--", "start").out());
    }

    @Test
    @Timeout(60)
    void programsForRiscvAreToldOfTheirHardware() throws IOException, InterruptedException {
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
                ours(Target.RISCV64, compile(Target.RISCV64, "machine-riscv64")).out());
    }

    @Test
    @Timeout(60)
    void programsForArmAreToldOfTheirHardware() throws IOException, InterruptedException {
        assertEquals(
                """
                aarch64, hwcap c00001fb, hwcap2 0, platform aarch64, vdso 0
                made code: 100
                misaligned exclusive: signal 7 code 1
                misaligned pc: signal 7 code 1
                system register: signal 4 code 1
                random number: signal 4 code 1
                read by a failed authentication: signal 11 code 1
                Features\t: fp asimd aes pmull sha1 sha2 crc32 atomics paca pacg
                CPU part\t: 0xd40
                """,
                ours(Target.AARCH64, compile(Target.AARCH64, "machine-aarch64")).out());
    }
}
