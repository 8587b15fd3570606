package org.rustos.bench.compare;

import org.rustos.bench.result.Figures;
import org.rustos.bench.result.ResultRow;
import org.rustos.bench.result.ResultRow.Status;
import org.rustos.bench.result.ResultSet;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Answers "did anything get worse?" between two result sets: rows are matched by what they measure,
 * and a row that used to be measured and now is not is worse too.
 *
 * @param thresholdPercent how much dearer a row may be before it counts as worse
 */
public record Comparison(List<Line> lines, BigDecimal thresholdPercent) {
    public Comparison {
        lines = List.copyOf(lines);
    }

    /** How a row changed. */
    public enum Change {
        SAME("="),
        BETTER("better"),
        WITHIN("within threshold"),
        WORSE("WORSE"),
        BROKEN("WORSE: no longer measured"),
        MENDED("now measured"),
        ADDED("only in B"),
        REMOVED("WORSE: only in A"),
        UNMEASURED("not measured in either");

        private final String text;

        Change(String text) {
            this.text = text;
        }

        /** The words that the table prints. */
        public String text() {
            return text;
        }

        /** Whether this makes the whole comparison fail. */
        public boolean worse() {
            return this == WORSE || this == BROKEN || this == REMOVED;
        }
    }

    /**
     * One row of both sides; a figure is cycles per operation or null if that side did not measure
     * it.
     *
     * @param percent change from A to B, null if either is missing
     */
    public record Line(
            String label, BigDecimal a, BigDecimal b, BigDecimal percent, Change change) {}

    /** Compares row by row, in the order of A, then what only B has. */
    public static Comparison of(ResultSet a, ResultSet b, BigDecimal thresholdPercent) {
        Map<String, ResultRow> left = byLabel(a);
        Map<String, ResultRow> right = byLabel(b);
        Set<String> labels = new LinkedHashSet<>(left.keySet());
        labels.addAll(right.keySet());
        List<Line> lines = new ArrayList<>();
        for (String label : labels) {
            lines.add(line(label, left.get(label), right.get(label), thresholdPercent));
        }
        return new Comparison(lines, thresholdPercent);
    }

    /** Whether any row is worse by more than the threshold. */
    public boolean worse() {
        return lines.stream().anyMatch(line -> line.change().worse());
    }

    private static Map<String, ResultRow> byLabel(ResultSet results) {
        Map<String, ResultRow> rows = new LinkedHashMap<>();
        results.rows().forEach(row -> rows.put(row.experiment().label(), row));
        return rows;
    }

    private static Line line(String label, ResultRow a, ResultRow b, BigDecimal threshold) {
        BigDecimal before = cycles(a);
        BigDecimal after = cycles(b);
        if (before == null || after == null) {
            return new Line(label, before, after, null, changeOfPresence(a, b, before, after));
        }
        int order = after.compareTo(before);
        BigDecimal percent =
                before.signum() == 0
                        ? BigDecimal.valueOf(order * 100L)
                        : after.subtract(before)
                                .movePointRight(2)
                                .divide(before, 2, RoundingMode.HALF_UP);
        // The exact products, not the rounded percentage, decide.
        boolean beyond =
                after.subtract(before).movePointRight(2).compareTo(before.multiply(threshold)) > 0;
        Change change =
                order == 0
                        ? Change.SAME
                        : order < 0 ? Change.BETTER : beyond ? Change.WORSE : Change.WITHIN;
        return new Line(label, before, after, percent, change);
    }

    private static Change changeOfPresence(
            ResultRow a, ResultRow b, BigDecimal before, BigDecimal after) {
        if (a == null) {
            return Change.ADDED;
        }
        if (b == null) {
            return before == null ? Change.UNMEASURED : Change.REMOVED;
        }
        if (before != null) {
            return Change.BROKEN;
        }
        return after == null ? Change.UNMEASURED : Change.MENDED;
    }

    private static BigDecimal cycles(ResultRow row) {
        return row == null || row.status() != Status.MEASURED
                ? null
                : Figures.cyclesPerOperation(row.headline().totalMc(), row.headline().operations());
    }
}
