package org.rustos.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rustos.cli.CommandRun;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Guests that want more than there is, or what is not theirs, are told so, and soon. */
@Timeout(120)
class AbuseTest {
    private static final Path BUSYBOX = Path.of("/bin/busybox");

    @TempDir static Path folder;

    @BeforeAll
    static void compile() throws IOException, InterruptedException {
        StaticC.compile("linux/abuse.c", folder.resolve("abuse"));
    }

    private static CommandRun run(String what) {
        return CommandRun.of(
                "run",
                "--no-timing",
                "--ram",
                "64M",
                folder.resolve("abuse").toString(),
                "--",
                what);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    bomb        | fork says 11;and again: 1 0
                    threads     | threads end: 11, more than 100: 1
                    descriptors | 24 more than 900: 1;pipe: -1 24;half a pipe: -1 24;the number is free again: 1 0
                    full        | write: -1 28;all of it is there: 1;one byte: -1 28;mkdir: 0 0;after truncate: 100 0
                    lazy        | mapped 1
                    areas       | areas: 12, more than 60000: 1;unmap: 0 0
                    """)
    void whatThereIsNotMoreOfIsAnErrno(String what, String lines) {
        CommandRun run = run(what);
        assertEquals(lines.replace(';', '\n') + "\n", run.out(), run.err());
        assertEquals(0, run.code(), run.err());
    }

    @ParameterizedTest
    @CsvSource({"touch, 137, RAM", "inside, 137, RAM", "stack, 139, SIGSEGV"})
    void whatCannotBeRefusedKillsWithOneLine(String what, int code, String word) {
        CommandRun run = run(what);
        assertEquals(code, run.code(), run.err());
        assertEquals(1, run.err().lines().count(), run.err());
        assertTrue(run.err().contains(word), run.err());
    }

    @Test
    void loopsAndDepthsEnd() {
        CommandRun run = run("loops");
        assertEquals(0, run.code(), run.err());
        assertTrue(run.out().contains("loop: -1 40\nbelow itself: -1 22\n"), run.out());
        assertTrue(run.out().contains("depth 3000\n"), run.out());
    }

    @Test
    void everyCallWithWildArgumentsReturns() {
        CommandRun run = run("calls");
        assertEquals(0, run.code(), run.err());
        assertTrue(run.out().endsWith("still here: 0 0\n"), run.out());
        List<String> lines = run.err().lines().toList();
        assertEquals(lines.stream().distinct().count(), lines.size(), "told once each");
    }

    @Test
    void nothingOutsideTheRootIsSeenOrWritten() throws IOException {
        assumeTrue(Files.isRegularFile(BUSYBOX), "busybox-static is not installed");
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "not for guests\n");
        Path root = Files.createDirectory(folder.resolve("root"));
        Files.createDirectory(root.resolve("tmp"));
        Files.writeString(root.resolve("mine"), "mine\n");
        Files.copy(BUSYBOX, root.resolve("busybox"));
        Files.createSymbolicLink(root.resolve("absolute"), outside.resolve("secret"));
        Files.createSymbolicLink(root.resolve("up"), Path.of("../outside/secret"));
        Files.createSymbolicLink(root.resolve("folder"), outside);
        Files.createSymbolicLink(root.resolve("far"), Path.of("../../../../../../../etc"));
        List<String> before = names(folder);
        String script =
                "for f in absolute up folder/secret ../outside/secret far/passwd"
                    + " /proc/self/root/../outside/secret; do cat $f; done; cd folder; cat secret;"
                    + " cd /; echo x > mine; echo y > new; mkdir d; rm mine; mv busybox b; ln -s /"
                    + " loop; echo z > ../out; cat loop/loop/loop/new";
        CommandRun run =
                CommandRun.of(
                        "run",
                        "--no-timing",
                        "--root",
                        root.toString(),
                        BUSYBOX.toString(),
                        "--",
                        "sh",
                        "-c",
                        script);
        assertEquals("y\n", run.out(), run.err());
        assertFalse(run.err().contains("not for guests"), run.err());
        assertEquals(before, names(folder), "the host's tree");
        assertEquals("mine\n", Files.readString(root.resolve("mine")));
    }

    private static List<String> names(Path below) throws IOException {
        try (var walk = Files.walk(below)) {
            return new ArrayList<>(walk.map(Path::toString).sorted().toList());
        }
    }
}
