package org.rustos.bench.report;

import org.rustos.bench.compare.Comparison;
import org.rustos.bench.result.Measurement;
import org.rustos.bench.result.ResultRow;
import org.rustos.bench.result.ResultRow.Status;
import org.rustos.bench.result.ResultSet;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code bench} and {@code compare} print: the same figures as the page, as plain tables. */
public final class TerminalReport {
    private static final String BASELINE = "syscall";

    private TerminalReport() {}

    /**
     * A table for each CPU and workload: mechanism, cycles, ratio, where most of the cycles went.
     */
    public static String of(ResultSet results) {
        Map<String, List<ResultRow>> groups = new LinkedHashMap<>();
        for (ResultRow row : results.rows()) {
            String title = row.experiment().cpu() + "  " + row.workloadLabel();
            groups.computeIfAbsent(title, _ -> new ArrayList<>()).add(row);
        }
        StringBuilder text = new StringBuilder();
        groups.forEach((title, rows) -> text.append(group(title, rows)).append('\n'));
        text.append(acrossCpus(results));
        long measured = count(results, Status.MEASURED);
        text.append(measured).append(measured == 1 ? " row measured" : " rows measured");
        long none = count(results, Status.NOT_APPLICABLE);
        if (none > 0) {
            text.append(", ").append(none).append(" not applicable");
        }
        for (ResultRow failure : results.failures()) {
            text.append("\nfailed: ")
                    .append(failure.experiment().label())
                    .append(": ")
                    .append(failure.reason());
        }
        return text.append('\n').toString();
    }

    /** The headline where there are several CPUs: the first workload, mechanisms by CPU. */
    private static String acrossCpus(ResultSet results) {
        List<String> cpus =
                results.rows().stream().map(row -> row.experiment().cpu()).distinct().toList();
        if (cpus.size() < 2) {
            return "";
        }
        String workload = results.rows().getFirst().workloadLabel();
        TextTable table = new TextTable(false);
        List<String> head = new ArrayList<>(List.of("  mechanism"));
        head.addAll(cpus);
        table.add(head.toArray(String[]::new));
        Map<String, Map<String, ResultRow>> lines = new LinkedHashMap<>();
        for (ResultRow row : results.rows()) {
            if (row.workloadLabel().equals(workload)) {
                lines.computeIfAbsent(row.mechanismLabel(), _ -> new LinkedHashMap<>())
                        .putIfAbsent(row.experiment().cpu(), row);
            }
        }
        lines.forEach(
                (mechanism, byCpu) -> {
                    List<String> line = new ArrayList<>(List.of("  " + mechanism));
                    cpus.forEach(cpu -> line.add(cyclesOf(byCpu.get(cpu))));
                    table.add(line.toArray(String[]::new));
                });
        return "cycles/op by CPU  " + workload + "\n" + table + "\n";
    }

    private static String cyclesOf(ResultRow row) {
        if (row == null) {
            return "-";
        }
        return switch (row.status()) {
            case MEASURED -> cycles(row.headline().cyclesPerOperation());
            case FAILED -> "failed";
            case NOT_APPLICABLE -> "n/a";
        };
    }

    private static String group(String title, List<ResultRow> rows) {
        TextTable table = new TextTable(true);
        boolean compared =
                rows.stream().anyMatch(row -> row.experiment().mechanism().equals(BASELINE));
        table.add(
                "  mechanism",
                "cycles/op",
                "p99",
                compared ? "x " + BASELINE : "x first",
                "where most of them went");
        for (ResultRow row : rows) {
            switch (row.status()) {
                case MEASURED ->
                        table.add(
                                measured(
                                        row,
                                        baseline(
                                                rows,
                                                row,
                                                compared
                                                        ? BASELINE
                                                        : row.experiment().mechanism())));
                case FAILED ->
                        table.add("  " + row.mechanismLabel(), "failed", "", "", row.reason());
                case NOT_APPLICABLE ->
                        table.add("  " + row.mechanismLabel(), "n/a", "", "", row.reason());
            }
        }
        return title + "\n" + table;
    }

    private static String[] measured(ResultRow row, BigDecimal baseline) {
        Measurement m = row.headline();
        String ratio =
                baseline == null || baseline.signum() == 0
                        ? ""
                        : m.cyclesPerOperation()
                                .divide(baseline, 2, RoundingMode.HALF_UP)
                                .toPlainString();
        return new String[] {
            "  " + row.mechanismLabel(),
            cycles(m.cyclesPerOperation()),
            cycles(BigDecimal.valueOf(m.latency().p99Mc(), 3)),
            ratio,
            top(m)
        };
    }

    /** The baseline of a table; where it has none, the first row of the same mechanism. */
    private static BigDecimal baseline(List<ResultRow> rows, ResultRow of, String mechanism) {
        for (ResultRow row : rows) {
            if (row.status() == Status.MEASURED
                    && row.experiment().mechanism().equals(mechanism)
                    && row.experiment().seed() == of.experiment().seed()) {
                return row.headline().cyclesPerOperation();
            }
        }
        return null;
    }

    /** The three largest categories with their shares. */
    private static String top(Measurement m) {
        if (m.totalMc() <= 0) {
            return "";
        }
        List<String> parts = new ArrayList<>();
        m.categoriesMc().entrySet().stream()
                .sorted(
                        Comparator.comparing(
                                        (Map.Entry<String, Long> e) -> e.getValue(),
                                        Comparator.reverseOrder())
                                .thenComparing(Map.Entry::getKey))
                .limit(3)
                .forEach(
                        e ->
                                parts.add(
                                        e.getKey()
                                                + " "
                                                + Math.round(100.0 * e.getValue() / m.totalMc())
                                                + "%"));
        return String.join(", ", parts);
    }

    private static String cycles(BigDecimal cycles) {
        return cycles.setScale(1, RoundingMode.HALF_UP).toPlainString();
    }

    private static long count(ResultSet results, Status status) {
        return results.rows().stream().filter(row -> row.status() == status).count();
    }

    /** The table of a comparison, with a line that sums it up. */
    public static String of(Comparison comparison) {
        TextTable table = new TextTable(true);
        table.add("cycles per operation", "A", "B", "change", "");
        for (Comparison.Line line : comparison.lines()) {
            table.add(
                    line.label(),
                    line.a() == null ? "-" : cycles(line.a()),
                    line.b() == null ? "-" : cycles(line.b()),
                    line.percent() == null
                            ? ""
                            : (line.percent().signum() > 0 ? "+" : "")
                                    + line.percent().toPlainString()
                                    + "%",
                    line.change().text());
        }
        long worse = comparison.lines().stream().filter(l -> l.change().worse()).count();
        return table
                + "\n"
                + comparison.lines().size()
                + " rows compared, "
                + worse
                + " worse by more than "
                + comparison.thresholdPercent().toPlainString()
                + "%\n";
    }
}
