package org.rustos.bench.table;

import org.rustos.bench.attack.Attack;
import org.rustos.bench.attack.Finding;
import org.rustos.bench.result.CpuSheet;
import org.rustos.bench.result.Figures;
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
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads one CPU model's table off rows and findings. */
final class CpuTableMaker {
    private static final String BASELINE = "syscall";
    private static final String MIX = "compute-mix";
    private static final String WORK_AFTER = "work after a crossing";
    private static final String WORK_ALONE = "work alone";
    private static final List<Integer> IN_FLIGHT = List.of(1, 8, 64);
    private static final double MC_PER_MEGACYCLE = 1e9;
    private static final double MC_PER_CYCLE = 1000.0;

    /** What is asked of user code, from the barest to the most useful. */
    private static final Map<String, String> TASKS = tasks();

    private final String cpu;
    private final CpuLines lines;
    private final CpuSheet sheet;
    private final CpuRankings rankings;

    CpuTableMaker(
            ResultSet results,
            String cpu,
            List<Attack> attacks,
            List<Finding> findings,
            Map<String, SourceFacts> sources,
            List<Varied> varied) {
        this.cpu = cpu;
        this.lines = new CpuLines(results, cpu, attacks, findings, sources);
        this.sheet = lines.sheet();
        this.rankings =
                new CpuRankings(lines, varied.stream().filter(v -> v.cpu().equals(cpu)).toList());
    }

    private static Map<String, String> tasks() {
        Map<String, String> tasks = new LinkedHashMap<>();
        tasks.put(CpuLines.EMPTY_CALL, "an empty call");
        tasks.put(CpuLines.batch(64), "64 empty calls at once, each");
        tasks.put("metadata", "the attributes of a file by its path");
        tasks.put("file-read-hot", "4 KiB of a cached file");
        tasks.put("index-lookup", "a key in a B-tree of depth 4");
        tasks.put("packet-filter[pass=5]", "packets of which 5 % are wanted, each");
        return tasks;
    }

    CpuTable table() {
        return new CpuTable(
                cpu,
                sheet == null ? "" : sheet.description(),
                sheet == null ? BigDecimal.ONE : sheet.gigahertz(),
                lines.all().stream().map(this::entry).toList(),
                TASKS.keySet().stream()
                        .map(this::task)
                        .filter(task -> !task.costs().isEmpty())
                        .toList(),
                rankings.all());
    }

    private Entry entry(Line line) {
        String reason =
                lines.row(line, CpuLines.EMPTY_CALL)
                        .map(ResultRow::reason)
                        .orElse("not in the suite");
        return new Entry(
                line.label(),
                line.mechanism(),
                reason,
                lines.measured(line, CpuLines.EMPTY_CALL).map(m -> latency(line, m)).orElse(null),
                IN_FLIGHT.stream().flatMap(n -> flight(line, n).stream()).toList(),
                lines.protection(line),
                lines.complexity(line).orElse(null));
    }

    private Entry.Latency latency(Line line, Measurement m) {
        SortedMap<String, Long> categories = new TreeMap<>();
        m.categoriesMc()
                .forEach((name, mc) -> categories.put(name, Figures.divide(mc, m.operations())));
        double ghz = sheet.gigahertz().doubleValue();
        return new Entry.Latency(
                m.latency().p50Mc(),
                m.latency().p99Mc(),
                Figures.divide(m.totalMc(), m.operations()),
                indirect(line),
                m.latency().p50Mc() / MC_PER_CYCLE / ghz,
                m.latency().p99Mc() / MC_PER_CYCLE / ghz,
                categories,
                lines.row(line, CpuLines.EMPTY_CALL).orElseThrow().repriceable());
    }

    /** FlexSC's method: the same work behind a call, less the work alone. */
    private Long indirect(Line line) {
        return lines.rows(line).stream()
                .filter(row -> row.experiment().workload().equals(MIX))
                .filter(row -> row.status() == Status.MEASURED)
                .findFirst()
                .map(row -> mean(row, WORK_AFTER) - mean(row, WORK_ALONE))
                .orElse(null);
    }

    private static long mean(ResultRow row, String stretch) {
        return row.measurements().stream()
                .filter(m -> m.name().equals(stretch))
                .findFirst()
                .map(m -> Figures.divide(m.totalMc(), m.operations()))
                .orElseThrow();
    }

    private Optional<Entry.Flight> flight(Line line, int inFlight) {
        return lines.measured(line, CpuLines.batch(inFlight))
                .map(
                        m ->
                                new Entry.Flight(
                                        inFlight,
                                        Figures.divide(m.totalMc(), m.operations()),
                                        m.machineMcPerOperation(),
                                        MC_PER_MEGACYCLE / m.machineMcPerOperation()));
    }

    /** What only bootstraps is no choice for any task. */
    private boolean carriesMore(Line line) {
        return lines.sources(line).map(facts -> facts.operations() > 1).orElse(true);
    }

    private Task task(String id) {
        List<Task.Cost> costs = new ArrayList<>();
        Optional<Measurement> baseline = lines.measured(new Line(BASELINE, new TreeMap<>()), id);
        for (Line line : lines.all()) {
            lines.measured(line, carriesMore(line) ? id : "")
                    .ifPresent(
                            m ->
                                    costs.add(
                                            new Task.Cost(
                                                    line.label(),
                                                    line.mechanism(),
                                                    Rounded.three(
                                                            m.machineMcPerOperation()
                                                                    / MC_PER_CYCLE),
                                                    baseline.map(b -> ratio(m, b)).orElse(null),
                                                    lines.protection(line).isolates())));
        }
        costs.sort(Comparator.comparing(Task.Cost::cycles));
        return new Task(id, TASKS.get(id), costs);
    }

    private static BigDecimal ratio(Measurement m, Measurement baseline) {
        return BigDecimal.valueOf(m.machineMcPerOperation())
                .divide(
                        BigDecimal.valueOf(Math.max(1, baseline.machineMcPerOperation())),
                        2,
                        RoundingMode.HALF_UP);
    }
}
