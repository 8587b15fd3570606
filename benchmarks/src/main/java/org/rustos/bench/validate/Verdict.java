package org.rustos.bench.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Whether the model is good enough, rule by rule: the numbers of the rules stand here and nowhere
 * else.
 *
 * @param checks in the order in which they are printed
 */
public record Verdict(List<Check> checks) {
    /** A fitted row must be within this of silicon. */
    public static final double FITTED = 0.15;

    /** The median error of the rows that were never fitted must be within this. */
    public static final double NEVER_FITTED_MEDIAN = 0.20;

    /** A row that was never fitted and is farther off needs a remark. */
    public static final double REMARKABLE = 0.60;

    /** So many rows that were never fitted must have run, or their median says little. */
    public static final int NEVER_FITTED_ROWS = 40;

    /** The median error of the kernels should be within this. */
    public static final double KERNELS_MEDIAN = 0.20;

    /**
     * One rule.
     *
     * @param text what was found, against what was asked
     * @param passed whether the rule holds
     * @param counts whether it decides the exit code
     */
    public record Check(String text, boolean passed, boolean counts) {}

    /**
     * Judges rows of the file of measurements.
     *
     * @param complete whether all rows ran: only then can their number be judged
     */
    public static List<Check> ofRows(List<Row> rows, Remarks remarks, boolean complete) {
        List<Row> fitted = of(rows, Row.Kind.FITTED);
        List<Row> judging = of(rows, Row.Kind.NEVER_FITTED);
        List<Check> checks = new ArrayList<>();
        if (!fitted.isEmpty()) {
            checks.add(
                    none(
                            fitted,
                            rows.stream().filter(Verdict::fittedBadly).map(Row::name).toList(),
                            "fitted rows beyond 15 %"));
        }
        if (!judging.isEmpty()) {
            double median = Validation.medianError(rows, Row.Kind.NEVER_FITTED);
            checks.add(
                    new Check(
                            "median error of %d never fitted rows: %s (20 %% at most)"
                                    .formatted(judging.size(), percent(median)),
                            median <= NEVER_FITTED_MEDIAN,
                            true));
            checks.add(
                    none(
                            judging,
                            judging.stream()
                                    .filter(row -> row.failed() || unexplained(row, remarks))
                                    .map(Row::name)
                                    .toList(),
                            "never fitted rows that failed, or beyond 60 % without a remark"));
        }
        if (complete) {
            long ran = judging.stream().filter(row -> !row.failed()).count();
            checks.add(
                    new Check(
                            "never fitted rows that ran: " + ran + " (40 at least)",
                            ran >= NEVER_FITTED_ROWS,
                            true));
        }
        return checks;
    }

    /**
     * Judges kernels.
     *
     * @param strict whether their median decides the exit code: on a busy host chance would
     */
    public static List<Check> ofKernels(List<KernelRow> rows, boolean strict) {
        double median = KernelComparison.medianError(rows);
        List<String> failed = rows.stream().filter(KernelRow::failed).map(KernelRow::name).toList();
        return List.of(
                new Check(
                        "kernels that failed: " + (failed.isEmpty() ? "none" : failed),
                        failed.isEmpty(),
                        true),
                new Check(
                        "median error of %d kernels against this host: %s (20 %% at most%s)"
                                .formatted(
                                        rows.size(),
                                        percent(median),
                                        strict ? "" : "; counts with --strict-native only"),
                        median <= KERNELS_MEDIAN,
                        strict));
    }

    /** Whether every rule that counts holds. */
    public boolean passed() {
        return checks.stream().allMatch(check -> check.passed || !check.counts);
    }

    /** Whether a row that was never fitted needs a remark. */
    public static boolean far(Row row) {
        return row.kind() == Row.Kind.NEVER_FITTED && Math.abs(row.error()) > REMARKABLE;
    }

    private static boolean unexplained(Row row, Remarks remarks) {
        return far(row) && remarks.on(row.name()).isEmpty();
    }

    private static boolean fittedBadly(Row row) {
        return row.kind() == Row.Kind.FITTED && (row.failed() || Math.abs(row.error()) > FITTED);
    }

    private static String percent(double median) {
        return Double.isFinite(median)
                ? String.format(Locale.ROOT, "%.1f %%", median * 100)
                : "none ran";
    }

    private static Check none(List<Row> among, List<String> found, String what) {
        String names = found.isEmpty() ? "none" : String.join(", ", found);
        return new Check(what + " (of " + among.size() + "): " + names, found.isEmpty(), true);
    }

    private static List<Row> of(List<Row> rows, Row.Kind kind) {
        return rows.stream().filter(row -> row.kind() == kind).toList();
    }
}
