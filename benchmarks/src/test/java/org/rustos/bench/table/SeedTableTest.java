package org.rustos.bench.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.rustos.bench.attack.Attack;
import org.rustos.bench.attack.Configuration;
import org.rustos.bench.attack.Finding;
import org.rustos.bench.attack.Finding.Outcome;
import org.rustos.bench.result.CpuSheet;
import org.rustos.bench.result.ResultRow;
import org.rustos.bench.result.ResultSet;
import org.rustos.bench.run.FakeProfile;
import org.rustos.bench.run.FakeRunner;
import org.rustos.bench.suite.Experiment;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The table says of results what stands in them, and its page needs nothing else. */
class SeedTableTest {
    private static final String CPU = "x86-zen3";
    private static final List<Attack> ATTACKS =
            List.of(
                    new Attack("one", "isolation", "", List.of(), ""),
                    new Attack("two", "isolation", "", List.of(), ""));

    private static ResultRow row(String mechanism, String workload, Map<String, String> more) {
        Experiment experiment =
                new Experiment(
                        CPU,
                        mechanism,
                        new TreeMap<>(),
                        workload,
                        new TreeMap<>(more),
                        1,
                        4,
                        1,
                        0,
                        1000);
        return ResultRow.of(experiment, new FakeRunner().run(experiment));
    }

    private static SeedTable table(String command, String where) {
        TreeMap<String, CpuSheet> cpus = new TreeMap<>();
        cpus.put(CPU, CpuSheet.of(FakeProfile.of(CPU), FakeProfile.paths()));
        List<ResultRow> rows =
                List.of(
                        row("syscall", "null-call", Map.of()),
                        row("ring", "null-call", Map.of()),
                        row("unikernel", "null-call", Map.of()),
                        row("syscall", "batch", Map.of("batch", "64")),
                        row("ring", "batch", Map.of("batch", "64")));
        ResultSet results = new ResultSet(1, "0", "seed-table", "d", "00", command, cpus, rows);
        List<Finding> findings =
                List.of(
                        new Finding(
                                "one",
                                "unikernel",
                                CPU,
                                Configuration.STANDARD,
                                Outcome.SUCCEEDS,
                                where),
                        new Finding(
                                "two",
                                "unikernel",
                                CPU,
                                Configuration.STANDARD,
                                Outcome.SUCCEEDS,
                                where));
        return SeedTable.of(results, ATTACKS, findings, List.of());
    }

    @Test
    void theRankingIsThatOfTheRows() {
        CpuTable cpu = table("c", "").cpus().getFirst();
        Ranking latency = cpu.rankings().getFirst();
        assertEquals(3, latency.places().size());
        for (int i = 1; i < 3; i++) {
            assertTrue(
                    latency.places().get(i - 1).figure().compareTo(latency.places().get(i).figure())
                            <= 0);
        }
        Ranking throughput = cpu.rankings().get(1);
        assertEquals(2, throughput.places().size());
        assertEquals("unikernel", throughput.without().getFirst().line());
        assertEquals("not in the suite", throughput.without().getFirst().reason());
    }

    @Test
    void whoseIsolationBrokeDoesNotIsolate() {
        Task task = table("c", "").cpus().getFirst().tasks().getFirst();
        for (Task.Cost cost : task.costs()) {
            assertEquals(!cost.line().equals("unikernel"), cost.isolates(), cost.line());
        }
    }

    @Test
    void thePageFetchesNothingAndHostileTextsStayTexts() {
        String page =
                SeedTablePage.render(table("</script><script>alert(1)</script>", "{{script}}"));
        assertFalse(page.contains("alert(1)</script>"));
        assertFalse(Pattern.compile("<script[^>]+src=").matcher(page).find());
        assertFalse(Pattern.compile("\\{\\{[a-z]+}}").matcher(page).find(), "an unfilled slot");
        assertTrue(page.contains("default-src 'none'"));
    }

    @Test
    void theTextNamesTheRowsThatDisagree() {
        String text = SeedTableText.of(table("c", ""));
        assertTrue(text.startsWith(CPU + "  who wins where\n"), text);
        assertTrue(text.contains("  the seed disagrees on "), text);
        assertTrue(text.contains("ring"), text);
    }
}
