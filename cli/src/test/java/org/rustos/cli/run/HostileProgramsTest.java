package org.rustos.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rustos.cli.CommandRun;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Guests that try to confuse or to exhaust the emulator reach nothing but their own end. */
class HostileProgramsTest {
    @TempDir static Path folder;

    @BeforeAll
    static void compile() throws IOException, InterruptedException {
        StaticC.compile("hostile.c", folder.resolve("hostile"));
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
