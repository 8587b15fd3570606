package org.rustos.bench.result;

import org.rustos.core.timing.Account;

import java.util.Comparator;
import java.util.List;

/**
 * What measuring itself costs: the account of an empty marker pair, to be subtracted from every
 * sample. If it is not stable, nothing measured with it means anything, and the row fails.
 */
final class Baseline {
    /** Fewer say nothing about stability. */
    private static final int FEWEST = 4;

    /** Allowed distance from the median: two cycles, or one in a hundred. */
    private static final long TOLERANCE_MC = 2000;

    private static final int TOLERANCE_FRACTION = 100;

    private Baseline() {}

    /**
     * The median of the empty pairs but the first quarter, which warms the code.
     *
     * @throws UnusableException if there are too few or they differ
     */
    static Account of(List<Account> empties) {
        if (empties.size() < FEWEST) {
            throw new UnusableException(
                    "only " + empties.size() + " empty marker pairs; a baseline needs " + FEWEST);
        }
        List<Account> settled =
                empties.subList((empties.size() + 3) / 4, empties.size()).stream()
                        .sorted(Comparator.comparingLong(Account::totalMc))
                        .toList();
        Account median = settled.get((settled.size() - 1) / 2);
        long tolerance = Math.max(TOLERANCE_MC, median.totalMc() / TOLERANCE_FRACTION);
        long least = settled.getFirst().totalMc();
        long most = settled.getLast().totalMc();
        if (median.totalMc() - least > tolerance || most - median.totalMc() > tolerance) {
            throw new UnusableException(
                    "unstable baseline: empty marker pairs took "
                            + Figures.cycles(least)
                            + " to "
                            + Figures.cycles(most)
                            + " cycles");
        }
        return median;
    }

    /** The samples cannot be used; the message says why, for the row. */
    static final class UnusableException extends RuntimeException {
        UnusableException(String message) {
            super(message);
        }
    }
}
