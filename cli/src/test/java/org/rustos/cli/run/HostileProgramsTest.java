package org.rustos.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rustos.cli.CommandRun;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Guests that try to confuse or to exhaust the emulator reach nothing but their own end. */
class HostileProgramsTest {
    private static final Path GCC = Path.of("/usr/bin/gcc");
    private static final Path STATIC_LIBC = Path.of("/usr/lib/x86_64-linux-gnu/libc.a");

    @TempDir static Path folder;

    @BeforeAll
    static void compile() throws IOException, InterruptedException {
        assumeTrue(Files.exists(GCC) && Files.exists(STATIC_LIBC), "no gcc -static here");
        Path source = folder.resolve("hostile.c");
        try (var in = HostileProgramsTest.class.getResourceAsStream("hostile.c")) {
            Files.write(source, in.readAllBytes());
        }
        Process compiler =
                new ProcessBuilder(
                                GCC.toString(),
                                "-O1",
                                "-static",
                                "-pthread",
                                "-o",
                                folder.resolve("hostile").toString(),
                                source.toString())
                        .inheritIO()
                        .start();
        assertEquals(0, compiler.waitFor());
    }

    private static CommandRun run(String what, String... options) {
        List<String> arguments = new ArrayList<>(List.of("run", "--no-timing"));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of(folder.resolve("hostile").toString(), "--", what));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    @Test
    void aThreadThatIsGoneTakesNobodysWakeUp() {
        CommandRun run = run("ghost");
        assertEquals("woken 1\n", run.out());
        assertEquals(0, run.code(), run.err());
    }

    @Test
    void codeThatAForkMadeReadOnlyIsDecodedAgainWhenItChanges() {
        CommandRun run = run("late");
        assertEquals("", run.out(), "the host's randomness");
        assertEquals(132, run.code(), run.err());
    }

    @Test
    void markersAreKeptInBounds() {
        CommandRun run = run("marks");
        assertEquals(137, run.code(), run.err());
        assertTrue(run.err().contains("markers"), run.err());
    }
}
