package org.rustos.bench.table;

import org.rustos.bench.result.Measurement;
import org.rustos.bench.result.ResultRow;
import org.rustos.bench.table.Ranking.Scored;
import org.rustos.bench.table.Ranking.Without;
import org.rustos.bench.table.Reversal.Priced;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Ranks the lines of one CPU model, and asks which price would turn a ranking. */
final class CpuRankings {
    private static final int MOST_IN_FLIGHT = 64;
    private static final double MC_PER_MEGACYCLE = 1e9;
    private static final double MC_PER_CYCLE = 1000.0;

    private final CpuLines lines;
    private final List<Varied> varied;

    /**
     * Of one CPU model.
     *
     * @param varied its runs with changed prices
     */
    CpuRankings(CpuLines lines, List<Varied> varied) {
        this.lines = lines;
        this.varied = varied;
    }

    List<Ranking> all() {
        return List.of(latencies(), throughputs(), securities(), complexities());
    }

    private Ranking latencies() {
        List<Scored> scored = new ArrayList<>();
        List<Priced> priced = new ArrayList<>();
        List<Priced> rerun = new ArrayList<>();
        for (Line line : lines.all()) {
            Optional<Measurement> measured = lines.measured(line, CpuLines.EMPTY_CALL);
            if (measured.isPresent()) {
                Measurement m = measured.orElseThrow();
                double mc = (double) m.totalMc() / m.operations();
                scored.add(new Scored(line, mc / MC_PER_CYCLE));
                boolean exact = lines.row(line, CpuLines.EMPTY_CALL).orElseThrow().repriceable();
                (exact ? priced : rerun)
                        .add(new Priced(line.label(), mc, Prices.of(m, lines.sheet())));
            }
        }
        List<Reversal> reversals = new ArrayList<>(reversals(priced));
        reversals.addAll(Reversal.tried(priced, rerun, varied, lines.sheet()));
        return Ranking.of(
                Column.LATENCY,
                scored,
                without(Column.LATENCY, CpuLines.EMPTY_CALL),
                Reversal.sorted(reversals));
    }

    private Ranking throughputs() {
        List<Scored> scored = new ArrayList<>();
        List<Priced> priced = new ArrayList<>();
        String workload = CpuLines.batch(MOST_IN_FLIGHT);
        for (Line line : lines.all()) {
            Optional<Measurement> measured = lines.measured(line, workload);
            if (measured.isPresent()) {
                Measurement m = measured.orElseThrow();
                double mc = m.machineMcPerOperation();
                scored.add(new Scored(line, MC_PER_MEGACYCLE / mc));
                if (lines.row(line, workload).orElseThrow().repriceable()) {
                    priced.add(new Priced(line.label(), mc, Prices.of(m, lines.sheet())));
                }
            }
        }
        return Ranking.of(
                Column.THROUGHPUT, scored, without(Column.THROUGHPUT, workload), reversals(priced));
    }

    private List<Reversal> reversals(List<Priced> priced) {
        priced.sort(Comparator.comparingDouble(Priced::mc));
        return Reversal.between(priced, lines.sheet());
    }

    private List<Without> without(Column column, String workload) {
        List<Without> none = new ArrayList<>();
        for (Line line : lines.all()) {
            if (lines.measured(line, workload).isEmpty()) {
                String reason = lines.row(line, workload).map(ResultRow::reason).orElse("");
                none.add(none(line, column, reason.isEmpty() ? "not in the suite" : reason));
            }
        }
        return none;
    }

    private static Without none(Line line, Column column, String reason) {
        String word = line.plain() ? Approaches.word(line.mechanism(), column) : "";
        return new Without(line.label(), line.mechanism(), word, reason);
    }

    private Ranking securities() {
        List<Scored> scored = new ArrayList<>();
        List<Without> none = new ArrayList<>();
        for (Line line : lines.all()) {
            Protection protection = lines.protection(line);
            if (protection.keptPercent() >= 0) {
                scored.add(new Scored(line, protection.keptPercent()));
            } else {
                none.add(none(line, Column.SECURITY, tooFew(protection)));
            }
        }
        return Ranking.of(Column.SECURITY, scored, none, List.of());
    }

    /** Settings of a mechanism share its sources and are no approach of their own. */
    private Ranking complexities() {
        List<Line> plain =
                lines.all().stream()
                        .filter(Line::plain)
                        .filter(line -> lines.complexity(line).isPresent())
                        .toList();
        List<Double> ranks =
                Complexity.meanRanks(
                        plain.stream().map(line -> lines.complexity(line).orElseThrow()).toList());
        List<Scored> scored = new ArrayList<>();
        for (int i = 0; i < plain.size(); i++) {
            scored.add(new Scored(plain.get(i), ranks.get(i)));
        }
        List<Without> none =
                without(Column.COMPLEXITY, CpuLines.EMPTY_CALL).stream()
                        .filter(w -> w.line().equals(w.mechanism()))
                        .toList();
        return Ranking.of(Column.COMPLEXITY, scored, none, List.of());
    }

    private static String tooFew(Protection protection) {
        return "only "
                + protection.judged()
                + " properties have "
                + Protection.LEAST_ATTACKS
                + " attacks that apply";
    }
}
