package org.rustos.core.timing;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a core had counted at one moment, or between two moments: immutable, priced by a cost table,
 * and re-priceable by another.
 */
public final class Account {
    private final CostTable table;
    private final long[] counts;
    private final long[] scheduledMc;
    private final long[] kernelInstructions;
    private final SortedMap<String, Long> pathRuns;
    private final long clockMc;

    Account(
            CostTable table,
            long[] counts,
            long[] scheduledMc,
            long[] kernelInstructions,
            SortedMap<String, Long> pathRuns,
            long clockMc) {
        this.table = table;
        this.counts = counts;
        this.scheduledMc = scheduledMc;
        this.kernelInstructions = kernelInstructions;
        this.pathRuns = Collections.unmodifiableSortedMap(pathRuns);
        this.clockMc = clockMc;
    }

    /** What was added since an earlier moment of the same core. */
    public Account minus(Account earlier) {
        return combine(earlier, -1);
    }

    /** The sum of two cores' or two intervals' accounts. */
    public Account plus(Account other) {
        return combine(other, 1);
    }

    private Account combine(Account other, int sign) {
        return new Account(
                table,
                combine(counts, other.counts, sign),
                combine(scheduledMc, other.scheduledMc, sign),
                combine(kernelInstructions, other.kernelInstructions, sign),
                combine(pathRuns, other.pathRuns, sign),
                clockMc + sign * other.clockMc);
    }

    private static long[] combine(long[] a, long[] b, int sign) {
        long[] sum = a.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += sign * b[i];
        }
        return sum;
    }

    private static SortedMap<String, Long> combine(
            SortedMap<String, Long> a, SortedMap<String, Long> b, int sign) {
        SortedMap<String, Long> sum = new TreeMap<>(a);
        b.forEach((path, runs) -> sum.merge(path, sign * runs, Long::sum));
        sum.values().removeIf(runs -> runs == 0);
        return sum;
    }

    /** Total in millicycles; equals the sum of {@link #categoryMc} over all categories. */
    public long totalMc() {
        return clockMc;
    }

    /** Millicycles of one category under the table that the run used. */
    public long categoryMc(Category category) {
        return categoryMc(category, table);
    }

    /** Millicycles of one category under another table. */
    public long categoryMc(Category category, CostTable prices) {
        int c = category.ordinal();
        long mc = scheduledMc[c] + kernelInstructions[c] * prices.kernelInstruction().millicycles();
        for (int e = 0; e < counts.length; e++) {
            if (counts[e] != 0 && Event.of(e).category() == category) {
                mc += counts[e] * prices.of(Event.of(e)).millicycles();
            }
        }
        return mc;
    }

    /** Total under another table: the what-if of a row that is re-priceable. */
    public long totalMc(CostTable prices) {
        long mc = 0;
        for (Category category : Category.values()) {
            mc += categoryMc(category, prices);
        }
        return mc;
    }

    public long count(Event event) {
        return counts[event.ordinal()];
    }

    /** Instructions of kernel paths in one category. */
    public long kernelInstructions(Category category) {
        return kernelInstructions[category.ordinal()];
    }

    /** Instructions of kernel paths in all categories. */
    public long kernelInstructions() {
        long sum = 0;
        for (long n : kernelInstructions) {
            sum += n;
        }
        return sum;
    }

    /** How often each kernel path ran, by name: the steps that were taken. */
    public SortedMap<String, Long> pathRuns() {
        return pathRuns;
    }
}
