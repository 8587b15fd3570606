package org.rustos.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Compiles a C program of the tests against the host's glibc; without one the test is skipped. */
final class StaticC {
    private static final Path GCC = Path.of("/usr/bin/gcc");
    private static final Path STATIC_LIBC = Path.of("/usr/lib/x86_64-linux-gnu/libc.a");

    private StaticC() {}

    static void compile(String resource, Path program) throws IOException, InterruptedException {
        assumeTrue(Files.exists(GCC) && Files.exists(STATIC_LIBC), "no gcc -static here");
        Path source = Files.createTempFile("program", ".c");
        try (var in = StaticC.class.getResourceAsStream(resource)) {
            Files.write(source, in.readAllBytes());
        }
        Process compiler =
                new ProcessBuilder(
                                GCC.toString(),
                                "-O1",
                                "-static",
                                "-pthread",
                                "-o",
                                program.toString(),
                                source.toString())
                        .inheritIO()
                        .start();
        assertEquals(0, compiler.waitFor());
        Files.delete(source);
    }
}
