package org.rustos.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.rustos.bench.compare.Comparison.Change;
import org.rustos.bench.result.ResultRow;
import org.rustos.bench.result.ResultSet;
import org.rustos.bench.run.FakeRunner;
import org.rustos.bench.run.Outcome;
import org.rustos.bench.suite.Experiment;

import java.math.BigDecimal;
import java.util.List;
import java.util.TreeMap;

/** Better, worse, vanished: each has its word, and only worse fails. */
class ComparisonTest {
    private static final BigDecimal NONE = BigDecimal.ZERO;

    private static Experiment cell(String mechanism) {
        return new Experiment(
                "x86-zen3",
                mechanism,
                new TreeMap<>(),
                "null-call",
                new TreeMap<>(),
                1,
                4,
                1,
                0,
                1000);
    }

    /** The row of one cell with the figures of another. */
    private static ResultRow row(String cell, String figuresOf) {
        return ResultRow.of(cell(cell), new FakeRunner().run(cell(figuresOf)));
    }

    private static ResultSet set(ResultRow... rows) {
        return new ResultSet(1, "0", "s", "d", "00", "c", new TreeMap<>(), List.of(rows));
    }

    private static Change change(ResultSet a, ResultSet b, BigDecimal threshold) {
        return Comparison.of(a, b, threshold).lines().getFirst().change();
    }

    @Test
    void equalResultsAreTheSame() {
        ResultSet set = set(row("direct", "direct"));
        assertEquals(Change.SAME, change(set, set, NONE));
        assertFalse(Comparison.of(set, set, NONE).worse());
    }

    @Test
    void dearerIsWorseUnlessTheThresholdAllowsIt() {
        ResultSet cheap = set(row("direct", "direct"));
        ResultSet dear = set(row("direct", "syscall"));
        assertEquals(Change.WORSE, change(cheap, dear, NONE));
        assertTrue(Comparison.of(cheap, dear, NONE).worse());
        assertEquals(Change.WITHIN, change(cheap, dear, BigDecimal.valueOf(1000)));
        assertEquals(Change.BETTER, change(dear, cheap, NONE));
    }

    @Test
    void aRowThatIsNoLongerMeasuredIsWorse() {
        ResultSet measured = set(row("direct", "direct"));
        ResultSet failed = set(ResultRow.of(cell("direct"), new Outcome.Failed("it broke")));
        assertEquals(Change.BROKEN, change(measured, failed, NONE));
        assertEquals(Change.MENDED, change(failed, measured, NONE));
        assertEquals(Change.UNMEASURED, change(failed, failed, NONE));
        assertEquals(Change.REMOVED, change(measured, set(), NONE));
        assertEquals(Change.ADDED, change(set(), measured, NONE));
        assertTrue(Comparison.of(measured, failed, NONE).worse());
        assertFalse(Comparison.of(failed, measured, NONE).worse());
    }
}
