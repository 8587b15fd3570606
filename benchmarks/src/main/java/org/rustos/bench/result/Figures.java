package org.rustos.bench.result;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** The one place that turns millicycles into figures for people and files, with fixed rounding. */
public final class Figures {
    private Figures() {}

    /** Millicycles as cycles with three decimals, exact. */
    public static BigDecimal cycles(long mc) {
        return BigDecimal.valueOf(mc, 3);
    }

    /** Millicycles per operation as cycles with three decimals, rounded half up. */
    public static BigDecimal cyclesPerOperation(long mc, long operations) {
        return cycles(divide(mc, operations));
    }

    /** Quotient rounded half up (away from zero). */
    public static long divide(long mc, long by) {
        return BigDecimal.valueOf(mc)
                .divide(BigDecimal.valueOf(by), 0, RoundingMode.HALF_UP)
                .longValueExact();
    }

    /** Quotient with three decimals, rounded half up; 0 if there is nothing to divide by. */
    public static BigDecimal ratio(BigDecimal a, BigDecimal b) {
        return b.signum() == 0 ? BigDecimal.ZERO.setScale(3) : a.divide(b, 3, RoundingMode.HALF_UP);
    }
}
