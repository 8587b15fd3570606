package org.rustos.bench.table;

import org.rustos.bench.table.Ranking.Place;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/** The table for a terminal: who wins where, then each ranking with what would turn it. */
public final class SeedTableText {
    private static final double FIFTH = 1.25;
    private static final double DOUBLE = 2;

    private SeedTableText() {}

    /** All of it. */
    public static String of(SeedTable table) {
        StringBuilder text = new StringBuilder();
        for (CpuTable cpu : table.cpus()) {
            text.append(wins(cpu)).append('\n');
        }
        for (CpuTable cpu : table.cpus()) {
            for (Ranking ranking : cpu.rankings()) {
                text.append(ranking(cpu, ranking)).append('\n');
            }
        }
        return text.toString();
    }

    private static String wins(CpuTable cpu) {
        StringBuilder text = new StringBuilder(cpu.cpu() + "  who wins where\n");
        for (Task task : cpu.tasks()) {
            text.append("  %-38s %s".formatted(task.says(), cost(task.costs().getFirst())));
            if (!task.costs().getFirst().isolates()) {
                task.costs().stream()
                        .filter(Task.Cost::isolates)
                        .findFirst()
                        .ifPresent(c -> text.append("; isolated: ").append(cost(c)));
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static String cost(Task.Cost cost) {
        BigDecimal ratio = cost.ofSyscall();
        return cost.line()
                + " "
                + cost.cycles().toPlainString()
                + " cycles"
                + (ratio == null ? "" : " (" + ratio.toPlainString() + " x syscall)");
    }

    private static String ranking(CpuTable cpu, Ranking ranking) {
        StringBuilder text =
                new StringBuilder(
                        "%s  %s (%s)\n".formatted(cpu.cpu(), ranking.column(), ranking.unit()));
        for (Place place : ranking.places()) {
            text.append("  %-26s %10s".formatted(place.line(), place.figure().toPlainString()));
            if (!place.seed().isEmpty()) {
                text.append(
                        "   seed %-9s  ours %s%s"
                                .formatted(
                                        place.seed().toLowerCase(Locale.ROOT),
                                        words(place.ours()),
                                        place.agrees() ? "" : "   DISAGREES"));
            }
            text.append('\n');
        }
        for (Ranking.Without none : ranking.without()) {
            text.append("  %-26s %10s   %s\n".formatted(none.line(), "-", none.reason()));
        }
        if (ranking.rated() > 0) {
            List<String> wrong = ranking.disagreeing();
            text.append(
                    "  the seed disagrees on %d of %d%s\n"
                            .formatted(
                                    wrong.size(),
                                    ranking.rated(),
                                    wrong.isEmpty() ? "" : ": " + String.join(", ", wrong)));
        }
        return text.append(turns(ranking)).toString();
    }

    private static String words(List<String> ours) {
        return String.join(" or ", ours).toLowerCase(Locale.ROOT);
    }

    private static String turns(Ranking ranking) {
        if (ranking.reversals().isEmpty()) {
            return "";
        }
        Reversal nearest = ranking.reversals().getFirst();
        long again = ranking.reversals().stream().filter(r -> !r.solved()).count();
        long near = within(ranking, FIFTH);
        long far = within(ranking, DOUBLE);
        return "  nearest reversal: %s x %s (%s cycles instead of %s) puts %s level with %s%s\n"
                        .formatted(
                                nearest.price(),
                                nearest.factor(),
                                nearest.toCycles(),
                                nearest.fromCycles(),
                                nearest.behind(),
                                nearest.ahead(),
                                nearest.solved() ? "" : " or before (run again)")
                + "  within 25 %%: %d; within a factor of two: %d; found by running again: %d\n"
                        .formatted(near, far, again);
    }

    private static long within(Ranking ranking, double factor) {
        return ranking.reversals().stream().filter(r -> r.distance() <= factor).count();
    }
}
