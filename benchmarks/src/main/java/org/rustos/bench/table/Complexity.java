package org.rustos.bench.table;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What one operation asks of who writes it and of who runs it. Four counts that have no common
 * unit: each ranks the lines, and the mean rank is the figure. Lines of the simulator take no part.
 *
 * @param guestLinesPerOperation code of the guest library for each operation that it carries
 * @param states that the library keeps between calls
 * @param messages that an empty call moves: entries taken, completions, messages, answers
 * @param steps kernel paths that an empty call runs
 */
public record Complexity(double guestLinesPerOperation, int states, double messages, double steps) {
    private static final List<ToDoubleFunction<Complexity>> COUNTS =
            List.of(
                    Complexity::guestLinesPerOperation,
                    Complexity::states,
                    Complexity::messages,
                    Complexity::steps);

    /** For each of some lines the mean of its four ranks, 1 for the least; equal counts share. */
    static List<Double> meanRanks(List<Complexity> all) {
        List<Double> means = new ArrayList<>();
        for (Complexity one : all) {
            double sum = 0;
            for (ToDoubleFunction<Complexity> count : COUNTS) {
                sum += rank(count.applyAsDouble(one), all, count);
            }
            means.add(sum / COUNTS.size());
        }
        return means;
    }

    private static double rank(
            double value, List<Complexity> all, ToDoubleFunction<Complexity> count) {
        long below = all.stream().filter(c -> count.applyAsDouble(c) < value).count();
        long equal = all.stream().filter(c -> count.applyAsDouble(c) == value).count();
        return below + (equal + 1) / 2.0;
    }
}
