package org.rustos.bench.table;

import org.rustos.bench.attack.Attack;
import org.rustos.bench.attack.Finding;
import org.rustos.bench.result.CpuSheet;
import org.rustos.bench.result.Figures;
import org.rustos.bench.result.Measurement;
import org.rustos.bench.result.ResultRow;
import org.rustos.bench.result.ResultRow.Status;
import org.rustos.bench.result.ResultSet;
import org.rustos.bench.table.Ranking.Scored;
import org.rustos.bench.table.Ranking.Without;
import org.rustos.bench.table.Reversal.Priced;
import org.rustos.core.timing.Category;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads one CPU model's table off rows and findings. */
final class CpuTableMaker {
    private static final String BASELINE = "syscall";
    private static final String EMPTY_CALL = "null-call";
    private static final String BATCH = "batch";
    private static final String MIX = "compute-mix";
    private static final String WORK_AFTER = "work after a crossing";
    private static final String WORK_ALONE = "work alone";
    private static final String TRANSFER = Category.MESSAGE_TRANSFER.label();
    private static final double TENTHS = 10;
    private static final List<Integer> IN_FLIGHT = List.of(1, 8, 64);
    private static final int MOST_IN_FLIGHT = 64;
    private static final double MC_PER_MEGACYCLE = 1e9;
    private static final double MC_PER_CYCLE = 1000.0;

    /** What is asked of user code, from the barest to the most useful. */
    private static final Map<String, String> TASKS = tasks();

    private final String cpu;
    private final CpuSheet sheet;
    private final Map<String, SourceFacts> sources;
    private final List<Varied> varied;
    private final Map<Line, List<ResultRow>> lines = new LinkedHashMap<>();
    private final Map<Line, Protection> protections = new LinkedHashMap<>();

    CpuTableMaker(
            ResultSet results,
            String cpu,
            List<Attack> attacks,
            List<Finding> findings,
            Map<String, SourceFacts> sources,
            List<Varied> varied) {
        this.sources = sources;
        this.varied = varied.stream().filter(v -> v.cpu().equals(cpu)).toList();
        this.cpu = cpu;
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

    private static Map<String, String> tasks() {
        Map<String, String> tasks = new LinkedHashMap<>();
        tasks.put("null-call", "an empty call");
        tasks.put("batch[batch=64]", "64 empty calls at once, each");
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
                lines.keySet().stream().map(this::entry).toList(),
                TASKS.keySet().stream()
                        .map(this::task)
                        .filter(task -> !task.costs().isEmpty())
                        .toList(),
                List.of(latencies(), throughputs(), securities(), complexities()));
    }

    private Optional<ResultRow> row(Line line, String workload) {
        return lines.get(line).stream()
                .filter(row -> row.workloadLabel().equals(workload))
                .findFirst();
    }

    private Optional<Measurement> measured(Line line, String workload) {
        return row(line, workload)
                .filter(row -> row.status() == Status.MEASURED)
                .map(ResultRow::headline);
    }

    private static String batch(int inFlight) {
        return BATCH + "[batch=" + inFlight + "]";
    }

    private Entry entry(Line line) {
        String reason = row(line, EMPTY_CALL).map(ResultRow::reason).orElse("not in the suite");
        return new Entry(
                line.label(),
                line.mechanism(),
                reason,
                measured(line, EMPTY_CALL).map(m -> latency(line, m)).orElse(null),
                IN_FLIGHT.stream().flatMap(n -> flight(line, n).stream()).toList(),
                protections.get(line),
                complexity(line).orElse(null));
    }

    /** Only of what our sources have: a plug-in's library is not counted. */
    private Optional<Complexity> complexity(Line line) {
        SourceFacts facts = sources.get(line.mechanism());
        return facts == null
                ? Optional.empty()
                : measured(line, EMPTY_CALL).map(m -> complexity(facts, m));
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
                row(line, EMPTY_CALL).orElseThrow().repriceable());
    }

    /** FlexSC's method: the same work behind a call, less the work alone. */
    private Long indirect(Line line) {
        return lines.get(line).stream()
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
        return measured(line, batch(inFlight))
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
        SourceFacts facts = sources.get(line.mechanism());
        return facts == null || facts.operations() > 1;
    }

    private Task task(String id) {
        List<Task.Cost> costs = new ArrayList<>();
        Optional<Measurement> baseline =
                measured(new Line(BASELINE, new TreeMap<>()), id, lines.keySet());
        for (Line line : lines.keySet()) {
            measured(line, carriesMore(line) ? id : "")
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
                                                    protections.get(line).isolates())));
        }
        costs.sort(Comparator.comparing(Task.Cost::cycles));
        return new Task(id, TASKS.get(id), costs);
    }

    private Optional<Measurement> measured(Line line, String id, java.util.Set<Line> known) {
        return known.contains(line) ? measured(line, id) : Optional.empty();
    }

    private static BigDecimal ratio(Measurement m, Measurement baseline) {
        return BigDecimal.valueOf(m.machineMcPerOperation())
                .divide(
                        BigDecimal.valueOf(Math.max(1, baseline.machineMcPerOperation())),
                        2,
                        RoundingMode.HALF_UP);
    }

    private Ranking latencies() {
        List<Scored> scored = new ArrayList<>();
        List<Priced> priced = new ArrayList<>();
        List<Priced> rerun = new ArrayList<>();
        for (Line line : lines.keySet()) {
            Optional<Measurement> measured = measured(line, EMPTY_CALL);
            if (measured.isPresent()) {
                Measurement m = measured.orElseThrow();
                double mc = (double) m.totalMc() / m.operations();
                scored.add(new Scored(line, mc / MC_PER_CYCLE));
                boolean exact = row(line, EMPTY_CALL).orElseThrow().repriceable();
                (exact ? priced : rerun).add(new Priced(line.label(), mc, Prices.of(m, sheet)));
            }
        }
        List<Reversal> reversals = new ArrayList<>(reversals(priced));
        reversals.addAll(Reversal.tried(priced, rerun, varied, sheet));
        return Ranking.of(
                Column.LATENCY,
                scored,
                without(Column.LATENCY, EMPTY_CALL),
                Reversal.sorted(reversals));
    }

    private Ranking throughputs() {
        List<Scored> scored = new ArrayList<>();
        List<Priced> priced = new ArrayList<>();
        String workload = batch(MOST_IN_FLIGHT);
        for (Line line : lines.keySet()) {
            Optional<Measurement> measured = measured(line, workload);
            if (measured.isPresent()) {
                Measurement m = measured.orElseThrow();
                double mc = m.machineMcPerOperation();
                scored.add(new Scored(line, MC_PER_MEGACYCLE / mc));
                if (row(line, workload).orElseThrow().repriceable()) {
                    priced.add(new Priced(line.label(), mc, Prices.of(m, sheet)));
                }
            }
        }
        return Ranking.of(
                Column.THROUGHPUT, scored, without(Column.THROUGHPUT, workload), reversals(priced));
    }

    private List<Reversal> reversals(List<Priced> priced) {
        priced.sort(Comparator.comparingDouble(Priced::mc));
        return Reversal.between(priced, sheet);
    }

    private List<Without> without(Column column, String workload) {
        List<Without> none = new ArrayList<>();
        for (Line line : new LinkedHashSet<>(lines.keySet())) {
            if (measured(line, workload).isEmpty()) {
                String reason = row(line, workload).map(ResultRow::reason).orElse("");
                none.add(
                        new Without(
                                line.label(),
                                line.mechanism(),
                                line.plain() ? Approaches.word(line.mechanism(), column) : "",
                                reason.isEmpty() ? "not in the suite" : reason));
            }
        }
        return none;
    }

    private Ranking securities() {
        List<Scored> scored = new ArrayList<>();
        List<Without> none = new ArrayList<>();
        protections.forEach(
                (line, protection) -> {
                    if (protection.keptPercent() >= 0) {
                        scored.add(new Scored(line, protection.keptPercent()));
                    } else {
                        none.add(
                                new Without(
                                        line.label(),
                                        line.mechanism(),
                                        line.plain()
                                                ? Approaches.word(line.mechanism(), Column.SECURITY)
                                                : "",
                                        "only "
                                                + protection.judged()
                                                + " properties have "
                                                + Protection.LEAST_ATTACKS
                                                + " attacks that apply"));
                    }
                });
        return Ranking.of(Column.SECURITY, scored, none, List.of());
    }

    /** Settings of a mechanism share its sources and are no approach of their own. */
    private Ranking complexities() {
        List<Line> plain =
                lines.keySet().stream()
                        .filter(Line::plain)
                        .filter(line -> complexity(line).isPresent())
                        .toList();
        List<Double> ranks =
                Complexity.meanRanks(
                        plain.stream().map(line -> complexity(line).orElseThrow()).toList());
        List<Scored> scored = new ArrayList<>();
        for (int i = 0; i < plain.size(); i++) {
            scored.add(new Scored(plain.get(i), ranks.get(i)));
        }
        List<Without> none =
                without(Column.COMPLEXITY, EMPTY_CALL).stream()
                        .filter(w -> w.line().equals(w.mechanism()))
                        .toList();
        return Ranking.of(Column.COMPLEXITY, scored, none, List.of());
    }
}
