package org.rustos.kernel.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rustos.core.cpu.Isa;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The tables against Linux's own headers: a program that a compiler of the ISA makes of them prints
 * what they say.
 */
class LinuxHeadersTest {
    private static final Path GCC = Path.of("/usr/bin/gcc");
    private static final Path CROSS = Path.of("/usr/bin/riscv64-linux-gnu-gcc");
    private static final Path QEMU = Path.of("/usr/bin/qemu-riscv64");

    private static final Map<String, String> STRUCTURES =
            Map.of(
                    "epoll_event", "epoll_event",
                    "stat", "stat",
                    "sigaction", "sigaction",
                    "semid_ds", "semid64_ds");

    private static final String HEAD =
            """
            #include <asm/posix_types.h>
            #include <asm/sembuf.h>
            #include <asm/sigcontext.h>
            #include <asm/signal.h>
            #include <asm/siginfo.h>
            #include <asm/stat.h>
            #include <asm/ucontext.h>
            #include <asm/unistd.h>
            #include <linux/eventpoll.h>
            int printf(const char *, ...);
            #define AT(s, f) (int)__builtin_offsetof(struct s, f)
            #define BYTES(s, f) (int)sizeof(((struct s *)0)->f)
            """;

    @TempDir Path folder;

    /** Where the parts of a frame lie by the headers; the order of ours in the output. */
    private static String frame(Isa isa) {
        return isa == Isa.X86_64
                ? """
                struct frame { void *restorer; struct ucontext context; struct siginfo information; };
                #define STATE AT(sigcontext, fpstate)
                """
                : """
                struct frame { struct siginfo information; struct ucontext context; };
                #define STATE AT(sigcontext, sc_fpregs)
                """;
    }

    private static List<String> expected(LinuxAbi abi, StringBuilder program) {
        List<String> lines = new ArrayList<>();
        program.append(HEAD).append(frame(abi.isa())).append("int main(void) {\n");
        abi.layouts()
                .forEach(
                        (name, layout) -> {
                            String s = STRUCTURES.get(name);
                            program.append(
                                    "printf(\"%s %%d\\n\", (int)sizeof(struct %s));\n"
                                            .formatted(name, s));
                            lines.add(name + " " + layout.size());
                            layout.fields()
                                    .forEach(
                                            (field, place) -> {
                                                program.append(
                                                        ("printf(\"%1$s %%d %%d\\n"
                                                             + "\", AT(%2$s, %1$s), BYTES(%2$s,"
                                                             + " %1$s));\n")
                                                                .formatted(field, s));
                                                lines.add(
                                                        "%s %d %d"
                                                                .formatted(
                                                                        field,
                                                                        place.offset(),
                                                                        place.bytes()));
                                            });
                        });
        LinuxAbi.SignalFrame f = abi.signalFrame();
        program.append(
                """
                printf("frame %d %d %d ", (int)sizeof(struct frame), AT(frame, context),
                       AT(frame, information));
                printf("%d %d %d ", AT(frame, context.uc_stack), AT(frame, context.uc_mcontext),
                       AT(frame, context.uc_sigmask));
                printf("%d\\n", AT(frame, context.uc_mcontext) + STATE);
                """);
        lines.add(
                "frame %d %d %d %d %d %d %d"
                        .formatted(
                                f.size(),
                                f.context(),
                                f.information(),
                                f.stack(),
                                f.registers(),
                                f.mask(),
                                f.state()));
        for (int number = 0; number < abi.calls().size(); number++) {
            String call = abi.call(number);
            if (call != null) {
                // What the headers do not know yet stands for itself.
                program.append(
                        "#ifndef __NR_%1$s\n#define __NR_%1$s %2$d\n#endif\n"
                                .formatted(call, number));
                program.append("printf(\"%1$s %%d\\n\", __NR_%1$s);\n".formatted(call));
                lines.add(call + " " + number);
            }
        }
        program.append("return 0;\n}\n");
        return lines;
    }

    private static String run(Path out, List<String> command)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(out.toFile())
                        .start();
        assertEquals(0, process.waitFor(), () -> read(out));
        return read(out);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Isa.class,
            names = {"X86_64", "RISCV64"})
    void theTableSaysWhatTheHeadersSay(Isa isa) throws IOException, InterruptedException {
        Path gcc = isa == Isa.X86_64 ? GCC : CROSS;
        assumeTrue(Files.exists(gcc), gcc + " is not here");
        assumeTrue(isa == Isa.X86_64 || Files.exists(QEMU), QEMU + " is not here");
        StringBuilder program = new StringBuilder();
        List<String> expected = expected(LinuxAbi.of(isa), program);
        Path source = Files.writeString(folder.resolve("layouts.c"), program);
        Path made = folder.resolve("layouts");
        Path out = folder.resolve("out");
        run(
                out,
                List.of(gcc.toString(), "-static", "-w", "-o", made.toString(), source.toString()));
        List<String> command = new ArrayList<>();
        if (isa == Isa.RISCV64) {
            command.add(QEMU.toString());
        }
        command.add(made.toString());
        assertEquals(String.join("\n", expected), run(out, command).strip());
    }
}
