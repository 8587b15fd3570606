package org.rustos.bench.table;

import org.rustos.bench.result.CpuSheet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A change of one price that would turn two neighbours of a ranking round: how far the order is
 * from being another.
 *
 * @param price its name
 * @param factor by which it must be multiplied until both cost the same
 * @param fromCycles the price now
 * @param toCycles the price at which both cost the same
 * @param ahead the line that is cheaper now
 * @param behind its next neighbour
 * @param solved whether the factor was solved; otherwise it is the least that was tried and turned
 */
public record Reversal(
        String price,
        double factor,
        double fromCycles,
        double toCycles,
        String ahead,
        String behind,
        boolean solved) {
    private static final double THOUSAND = 1000.0;

    /** A line with its cost and what each price contributes to it, in millicycles. */
    record Priced(String label, double mc, SortedMap<String, Double> parts) {}

    /** How far away it is: 1.25 for 25 % more and for 20 % less. */
    public double distance() {
        return Math.max(factor, 1 / factor);
    }

    /**
     * All that exist between neighbours, the nearest first. Two lines that are no neighbours cannot
     * turn before some neighbours do.
     *
     * @param ranked the cheapest first; equal ones have no order to turn
     */
    static List<Reversal> between(List<Priced> ranked, CpuSheet sheet) {
        List<Reversal> all = new ArrayList<>();
        for (int i = 1; i < ranked.size(); i++) {
            all.addAll(between(ranked.get(i - 1), ranked.get(i), sheet));
        }
        return sorted(all);
    }

    /** The nearest first. */
    static List<Reversal> sorted(List<Reversal> some) {
        return some.stream()
                .sorted(
                        Comparator.comparingDouble(Reversal::distance)
                                .thenComparing(Reversal::price)
                                .thenComparing(Reversal::ahead)
                                .thenComparing(Reversal::behind))
                .toList();
    }

    private static List<Reversal> between(Priced ahead, Priced behind, CpuSheet sheet) {
        List<Reversal> found = new ArrayList<>();
        if (Rounded.tie(ahead.mc(), behind.mc())) {
            return found;
        }
        TreeSet<String> names = new TreeSet<>(ahead.parts().keySet());
        names.addAll(behind.parts().keySet());
        for (String name : names) {
            double more =
                    behind.parts().getOrDefault(name, 0.0) - ahead.parts().getOrDefault(name, 0.0);
            double factor = more == 0 ? -1 : 1 - (behind.mc() - ahead.mc()) / more;
            if (factor > 0) {
                double now = Prices.cycles(name, sheet);
                found.add(
                        new Reversal(
                                name,
                                rounded(factor),
                                rounded(now),
                                rounded(now * factor),
                                ahead.label(),
                                behind.label(),
                                true));
            }
        }
        return found;
    }

    /**
     * The order of lines that were run again, against all others: for each pair and price the least
     * change that was tried and turned it.
     *
     * @param priced all lines of the ranking that can be re-priced
     * @param rerun lines that cannot, with their cost now
     * @param varied of this CPU model
     */
    static List<Reversal> tried(
            List<Priced> priced, List<Priced> rerun, List<Varied> varied, CpuSheet sheet) {
        Map<String, Reversal> nearest = new TreeMap<>();
        for (Varied v : varied) {
            for (Priced line : rerun) {
                if (!line.label().equals(v.line())) {
                    continue;
                }
                for (Priced other : priced) {
                    double then =
                            other.mc()
                                    + (v.factor() - 1) * other.parts().getOrDefault(v.price(), 0.0);
                    boolean first = line.mc() < other.mc();
                    boolean tie = Rounded.tie(line.mc(), other.mc());
                    if (!tie && first != v.mc() < then) {
                        double now = Prices.cycles(v.price(), sheet);
                        Reversal turned =
                                new Reversal(
                                        v.price(),
                                        v.factor(),
                                        rounded(now),
                                        rounded(now * v.factor()),
                                        first ? line.label() : other.label(),
                                        first ? other.label() : line.label(),
                                        false);
                        nearest.merge(
                                v.price() + line.label() + other.label(),
                                turned,
                                (a, b) -> a.distance() <= b.distance() ? a : b);
                    }
                }
            }
        }
        return List.copyOf(nearest.values());
    }

    private static double rounded(double value) {
        return Math.round(value * THOUSAND) / THOUSAND;
    }
}
