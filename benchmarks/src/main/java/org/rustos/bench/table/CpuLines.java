package org.rustos.bench.table;

import org.rustos.bench.attack.Attack;
import org.rustos.bench.attack.Finding;
import org.rustos.bench.result.CpuSheet;
import org.rustos.bench.result.Measurement;
import org.rustos.bench.result.ResultRow;
import org.rustos.bench.result.ResultRow.Status;
import org.rustos.bench.result.ResultSet;
import org.rustos.core.timing.Category;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is known of each line on one CPU model: rows, ends of attacks, counts of sources. */
final class CpuLines {
    static final String EMPTY_CALL = "null-call";
    private static final String BATCH = "batch";
    private static final String TRANSFER = Category.MESSAGE_TRANSFER.label();
    private static final double TENTHS = 10;

    private final CpuSheet sheet;
    private final Map<String, SourceFacts> sources;
    private final Map<Line, List<ResultRow>> lines = new LinkedHashMap<>();
    private final Map<Line, Protection> protections = new LinkedHashMap<>();

    CpuLines(
            ResultSet results,
            String cpu,
            List<Attack> attacks,
            List<Finding> findings,
            Map<String, SourceFacts> sources) {
        this.sources = sources;
        this.sheet = results.cpus().get(cpu);
        for (ResultRow row : results.rows()) {
            if (row.experiment().cpu().equals(cpu)) {
                lines.computeIfAbsent(Line.of(row), _ -> new ArrayList<>()).add(row);
            }
        }
        int comparable = Protection.triable(cpu, attacks, findings) / 2 + 1;
        for (Line line : lines.keySet()) {
            protections.put(line, Protection.of(line, cpu, attacks, findings, comparable));
        }
    }

    /** Prices of the CPU model; null if the results do not have it. */
    CpuSheet sheet() {
        return sheet;
    }

    /** In the order of the results. */
    Set<Line> all() {
        return lines.keySet();
    }

    List<ResultRow> rows(Line line) {
        return lines.getOrDefault(line, List.of());
    }

    Protection protection(Line line) {
        return protections.get(line);
    }

    Optional<SourceFacts> sources(Line line) {
        return Optional.ofNullable(sources.get(line.mechanism()));
    }

    Optional<ResultRow> row(Line line, String workload) {
        return rows(line).stream().filter(row -> row.workloadLabel().equals(workload)).findFirst();
    }

    Optional<Measurement> measured(Line line, String workload) {
        return row(line, workload)
                .filter(row -> row.status() == Status.MEASURED)
                .map(ResultRow::headline);
    }

    static String batch(int inFlight) {
        return BATCH + "[batch=" + inFlight + "]";
    }

    /** Only of what our sources have: a plug-in's library is not counted. */
    Optional<Complexity> complexity(Line line) {
        return sources(line)
                .flatMap(facts -> measured(line, EMPTY_CALL).map(m -> complexity(facts, m)));
    }

    private Complexity complexity(SourceFacts facts, Measurement m) {
        long messages =
                sheet.paths().stream()
                        .filter(path -> path.category().equals(TRANSFER))
                        .mapToLong(path -> m.steps().getOrDefault(path.name(), 0L))
                        .sum();
        long steps = m.steps().values().stream().mapToLong(Long::longValue).sum();
        return new Complexity(
                tenth((double) facts.guestLines() / Math.max(1, facts.operations())),
                facts.states(),
                tenth((double) messages / m.operations()),
                tenth((double) steps / m.operations()));
    }

    private static double tenth(double value) {
        return Math.round(value * TENTHS) / TENTHS;
    }
}
