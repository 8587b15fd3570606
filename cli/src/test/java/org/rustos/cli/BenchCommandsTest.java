package org.rustos.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/** Exit codes and single lines of {@code bench}, {@code report} and {@code compare}. */
class BenchCommandsTest {
    private static final String EMPTY_RESULTS =
            "{\"format\": 1, \"version\": \"0\", \"suite\": \"s\", \"description\": \"d\","
                    + " \"suiteHash\": \"00\", \"command\": \"c\", \"cpus\": {}, \"rows\": []}";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(Object... args) {
        String[] texts = new String[args.length];
        for (int i = 0; i < args.length; i++) {
            texts[i] = args[i].toString();
        }
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), texts);
    }

    private void assertOneLine(String part) {
        assertEquals(1, err.toString().lines().count(), err.toString());
        assertTrue(err.toString().contains(part), err.toString());
    }

    @Test
    void anUnknownSuiteNamesTheNearest() {
        assertEquals(65, run("bench", "quikc"));
        assertOneLine("quikc: neither a suite nor a file; did you mean 'quick'?");
    }

    @Test
    void aBadSuiteFileIsOneLine(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("s.json"), "{\"rows\": 1}");
        assertEquals(65, run("bench", file, "--out", folder.resolve("out")));
        assertOneLine("s.json: rows: needs a list of at least one row");
    }

    @Test
    void noWorkersAreAUsageError() {
        assertEquals(64, run("bench", "quick", "--jobs", "0"));
        assertOneLine("--jobs 0: needs at least 1");
    }

    @Test
    void onlyTheSeedTableTakesAttacksAndPrintsJson(@TempDir Path folder) {
        assertEquals(64, run("bench", "quick", "--json"));
        assertOneLine("--json: belongs to 'bench seed-table'");
    }

    @Test
    void aMissingAttackFileIsOneLine(@TempDir Path folder) {
        assertEquals(65, run("bench", "seed-table", "--attacks", folder.resolve("none.json")));
        assertOneLine("none.json: no such file; give what './rustos attack --json' printed");
    }

    @Test
    void theSeedTableOfOneMechanismIsMeasuredAttackedAndDrawn(@TempDir Path folder)
            throws IOException {
        Path attacks =
                Files.writeString(
                        folder.resolve("attacks.json"),
                        "[{\"attack\": \"ambient-path\", \"mechanism\": \"syscall\","
                                + " \"cpu\": \"x86-zen3\", \"configuration\": \"standard\","
                                + " \"outcome\": \"succeeds\", \"where\": \"there\"}]");
        Path out = folder.resolve("out");
        String[] options = {
            "bench",
            "seed-table",
            "--cpu",
            "x86-zen3",
            "--mechanism",
            "syscall",
            "--workload",
            "null-call",
            "--jobs",
            "1",
            "--attacks",
            attacks.toString(),
            "--out",
            out.toString()
        };
        assertEquals(0, run((Object[]) options), err.toString());
        assertTrue(this.out.toString().startsWith("x86-zen3  who wins where"), this.out.toString());
        String table = Files.readString(out.resolve("seed-table.json"));
        String page = Files.readString(out.resolve("seed-table.html"));
        assertEquals(0, run("report", out), err.toString());
        assertEquals(table, Files.readString(out.resolve("seed-table.json")));
        assertEquals(page, Files.readString(out.resolve("seed-table.html")));
    }

    @Test
    void aReportNeedsAResultFolder(@TempDir Path folder) {
        assertEquals(65, run("report", folder));
        assertOneLine("results.json: no such file");
    }

    @Test
    void resultsOfAnotherFormatAreRefused(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("results.json"), "{\"format\": 99}");
        assertEquals(65, run("report", folder));
        assertOneLine("format: expected 1, found 99; run the suite again");
    }

    @Test
    void damagedResultsAreRefused(@TempDir Path folder) throws IOException {
        Files.writeString(
                folder.resolve("results.json"), EMPTY_RESULTS.replace("\"rows\"", "\"r\""));
        assertEquals(65, run("report", folder));
        assertOneLine("not our results");
    }

    @Test
    void equalResultsCompareEqual(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("results.json"), EMPTY_RESULTS);
        assertEquals(0, run("compare", folder, folder, "--threshold", "2.5"));
        assertTrue(out.toString().endsWith("0 rows compared, 0 worse by more than 2.5%\n"));
        assertEquals(0, run("report", folder));
        assertTrue(Files.isRegularFile(folder.resolve("report.html")));
    }

    @Test
    void aNegativeThresholdIsAUsageError(@TempDir Path folder) {
        assertEquals(64, run("compare", folder, folder, "--threshold", "-1"));
        assertOneLine("--threshold -1: must not be negative");
    }
}
