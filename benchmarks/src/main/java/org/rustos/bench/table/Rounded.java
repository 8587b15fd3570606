package org.rustos.bench.table;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Figures as the table shows them: what looks equal there is a tie. */
final class Rounded {
    private static final MathContext THREE = new MathContext(3, RoundingMode.HALF_UP);

    private Rounded() {}

    /** Three digits. */
    static BigDecimal three(double value) {
        return new BigDecimal(value).round(THREE).stripTrailingZeros();
    }

    /** Whether two figures look equal. */
    static boolean tie(double a, double b) {
        return three(a).compareTo(three(b)) == 0;
    }
}
