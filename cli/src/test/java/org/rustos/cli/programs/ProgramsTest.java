package org.rustos.cli.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A part of the table of real programs, so that a change of the kernel is caught where it is made;
 * {@code tools/run-programs} runs all of it.
 */
class ProgramsTest {
    private static final Path EXAMPLES = Path.of("../examples/programs");
    private static final Path BUSYBOX = Path.of("/bin/busybox");

    @TempDir static Path built;
    private static Playground ground;
    private static Programs programs;

    @BeforeAll
    static void prepare() throws IOException, InterruptedException {
        assumeTrue(Files.isRegularFile(BUSYBOX), "busybox-static is not installed");
        ground = Playground.make(EXAMPLES.resolve("files"), BUSYBOX, Busybox.applets(BUSYBOX));
        programs = new Programs(EXAMPLES.resolve("src"), built, ground.bin());
        programs.build(List.of("database", "compress"));
    }

    @AfterAll
    static void remove() throws IOException {
        if (ground != null) {
            ground.close();
        }
    }

    private static Verdict verdict(String line) throws IOException, InterruptedException {
        return new Comparison(ground, programs, List.of("--no-timing"), false)
                .run(List.of(CommandLineRow.of("test", line)), 1, _ -> {})
                .getFirst();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ls d",
                "grep -n quick text",
                "sort trees",
                "cat trees | sort | head -n 3",
                "sh scripts/loops.sh",
                "compress",
                "database delete 200"
            })
    void aProgramMakesTheCallsThatStraceShows(String line) throws Exception {
        Verdict verdict = verdict("@strace " + line);
        assumeTrue(verdict.skipped().isEmpty(), verdict.skipped());
        assertEquals("", verdict.difference());
        assumeTrue(verdict.calls().skipped().isEmpty(), verdict.calls().skipped());
        assertEquals("", verdict.calls().difference());
        assertTrue(verdict.calls().calls() > 10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"delete", "wal"})
    void aDatabaseIsSynchronisedAsOftenAsNatively(String journal) throws Exception {
        Verdict verdict = verdict("@syncs database " + journal + " 600");
        assumeTrue(verdict.skipped().isEmpty(), verdict.skipped());
        assertEquals("", verdict.difference());
        assertTrue(verdict.run().ended().out().contains("integrity_check=ok"));
        assumeTrue(verdict.syncs().skipped().isEmpty(), verdict.syncs().skipped());
        assertEquals("", verdict.syncs().difference());
        assertTrue(verdict.syncs().calls() > 3);
    }

    @Test
    void aDifferenceIsTold() throws Exception {
        Verdict verdict = verdict("cat /proc/sys/kernel/random/boot_id /proc/self/stat; echo x");
        assertTrue(verdict.failed());
        assertTrue(verdict.difference().contains("natively"), verdict.difference());
    }

    /** An applet is run, or {@code not-run.txt} says why not. */
    @Test
    void everyAppletIsRunOrThereIsAReason() throws Exception {
        Set<String> missing = new TreeSet<>(Busybox.applets(BUSYBOX));
        for (Path file :
                List.of(EXAMPLES.resolve("commands.txt"), EXAMPLES.resolve("not-run.txt"))) {
            for (String line : Files.readAllLines(file)) {
                missing.removeAll(List.of(line.split("[^A-Za-z0-9_\\[-]+")));
            }
        }
        assertEquals(Set.of(), missing);
    }
}
