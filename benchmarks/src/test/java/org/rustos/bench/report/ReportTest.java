package org.rustos.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.rustos.bench.result.ResultRow;
import org.rustos.bench.result.ResultSet;
import org.rustos.bench.run.FakeRunner;
import org.rustos.bench.run.Outcome;
import org.rustos.bench.suite.Experiment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The page is one file that needs nothing else, and hostile texts stay texts. */
class ReportTest {
    private static Experiment cell(String mechanism) {
        return cell("x86-zen3", mechanism);
    }

    private static Experiment cell(String cpu, String mechanism) {
        return new Experiment(
                cpu, mechanism, new TreeMap<>(), "null-call", new TreeMap<>(), 1, 4, 1, 0, 1000);
    }

    private static ResultSet results(String description) {
        return results(
                description,
                List.of(
                        ResultRow.of(cell("syscall"), new FakeRunner().run(cell("syscall"))),
                        ResultRow.of(cell("direct"), new FakeRunner().run(cell("direct"))),
                        ResultRow.of(cell("ring"), new Outcome.Failed("it broke"))));
    }

    private static ResultSet results(String description, List<ResultRow> rows) {
        return new ResultSet(
                1, "0", "s", description, "00", "./rustos bench s", new TreeMap<>(), rows);
    }

    @Test
    void thePageFetchesNothing() {
        String page = Report.render(results("d"));
        assertFalse(Pattern.compile("<script[^>]+src=").matcher(page).find());
        assertFalse(Pattern.compile("<link[^>]+href=\"(?!data:)").matcher(page).find());
        assertTrue(page.contains("default-src 'none'"));
        assertFalse(Pattern.compile("\\{\\{[a-z]+}}").matcher(page).find(), "an unfilled slot");
    }

    @Test
    void theResultsInThePageAreTheResultsWhateverTheirTexts() throws IOException {
        String nasty = "</script><script>alert(1)</script> {{echarts}} <!-- \u2028";
        String page = Report.render(results(nasty));
        assertFalse(page.contains("alert(1)</script>"));
        Matcher data =
                Pattern.compile(
                                "<script type=\"application/json\" id=\"results\">(.*?)</script>",
                                Pattern.DOTALL)
                        .matcher(page);
        assertTrue(data.find());
        assertEquals(
                nasty, new ObjectMapper().readTree(data.group(1)).path("description").asText());
    }

    @Test
    void severalCpusStandSideBySideAtTheEnd() {
        List<ResultRow> rows = new ArrayList<>(results("d").rows());
        Experiment there = cell("riscv-cheri", "syscall");
        Experiment none = cell("riscv-cheri", "ring");
        rows.add(ResultRow.of(there, new FakeRunner().run(there)));
        rows.add(ResultRow.of(none, new Outcome.NotApplicable("no ring there")));
        String text = TerminalReport.of(results("d", rows));
        List<String> lines = text.lines().toList();
        int title = lines.indexOf("cycles/op by CPU  null-call");
        assertTrue(lines.get(title + 1).matches("  mechanism +x86-zen3 +riscv-cheri"), text);
        assertTrue(lines.get(title + 2).matches("  syscall +[0-9.]+ +[0-9.]+"), text);
        assertTrue(lines.get(title + 3).matches("  direct +[0-9.]+ +-"), text);
        assertTrue(lines.get(title + 4).matches("  ring +failed +n/a"), text);
    }

    @Test
    void theTerminalTableHasCyclesRatioAndWhereTheyWent() {
        String text = TerminalReport.of(results("d"));
        List<String> lines = text.lines().toList();
        assertEquals("x86-zen3  null-call", lines.getFirst());
        assertTrue(lines.get(1).startsWith("  mechanism  cycles/op"), text);
        assertTrue(lines.get(2).matches("  syscall +[0-9.]+ +[0-9.]+ +1\\.00 .*%.*"), text);
        assertTrue(lines.get(3).matches("  direct +[0-9.]+ +[0-9.]+ +0\\.[0-9]+ .*%.*"), text);
        assertTrue(lines.get(4).matches("  ring +failed +it broke"), text);
        assertTrue(text.endsWith("failed: x86-zen3 ring null-call seed 1: it broke\n"), text);
    }
}
