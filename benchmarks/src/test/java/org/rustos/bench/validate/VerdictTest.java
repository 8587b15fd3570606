package org.rustos.bench.validate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

class VerdictTest {
    private static final Remarks NONE = new Remarks(new TreeMap<>());

    private static Row row(String name, Row.Kind kind, double error) {
        return new Row(name, kind, 100 * (1 + error), 100, "");
    }

    private static List<Row> judging(int rows, double error) {
        List<Row> made = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            made.add(row("row_" + i, Row.Kind.NEVER_FITTED, error));
        }
        return made;
    }

    private static boolean passed(List<Row> rows, Remarks remarks, boolean complete) {
        return new Verdict(Verdict.ofRows(rows, remarks, complete)).passed();
    }

    @Test
    void fortyGoodRowsPass() {
        assertTrue(passed(judging(40, -0.2), NONE, true));
    }

    @Test
    void aMedianBeyondTwentyPercentFails() {
        assertFalse(passed(judging(40, -0.21), NONE, true));
        List<Row> half = judging(21, 0.1);
        half.addAll(judging(20, 0.5));
        assertTrue(passed(half, NONE, true));
    }

    @Test
    void tooFewRowsFailOnlyIfAllWereAsked() {
        assertFalse(passed(judging(39, 0), NONE, true));
        assertTrue(passed(judging(39, 0), NONE, false));
    }

    @Test
    void aFittedRowMayNotBeBeyondFifteenPercent() {
        List<Row> rows = judging(40, 0);
        rows.add(row("fitted", Row.Kind.FITTED, -0.14));
        assertTrue(passed(rows, NONE, true));
        rows.add(row("bad", Row.Kind.FITTED, 0.16));
        assertFalse(passed(rows, NONE, true));
        assertTrue(
                Verdict.ofRows(rows, NONE, true).stream()
                        .anyMatch(c -> c.text().contains(": bad")));
    }

    @Test
    void aFarRowNeedsARemark() {
        List<Row> rows = judging(40, 0);
        rows.add(row("far", Row.Kind.NEVER_FITTED, -0.61));
        assertFalse(passed(rows, NONE, true));
        assertTrue(passed(rows, new Remarks(new TreeMap<>(Map.of("far", "why"))), true));
    }

    @Test
    void aRowThatDidNotRunFails() {
        List<Row> rows = judging(40, 0);
        rows.add(new Row("broken", Row.Kind.NEVER_FITTED, Double.NaN, 100, "killed"));
        assertFalse(passed(rows, NONE, false));
        Remarks excuse = new Remarks(new TreeMap<>(Map.of("broken", "why")));
        assertFalse(passed(rows, excuse, false));
        List<Row> none = List.of(rows.getLast());
        assertFalse(passed(none, NONE, false));
    }

    @Test
    void rowsThatWereNotAskedForAreNotJudged() {
        assertTrue(passed(List.of(row("free", Row.Kind.FREE, 5)), NONE, false));
    }

    @Test
    void kernelsCountOnlyIfTheyAreWrongOrTheHostIsQuiet() {
        List<KernelRow> slow = List.of(new KernelRow("a", 2, 1, 9, 0, ""));
        assertTrue(new Verdict(Verdict.ofKernels(slow, false)).passed());
        assertFalse(new Verdict(Verdict.ofKernels(slow, true)).passed());
        List<KernelRow> wrong = List.of(KernelRow.failed("a", "another result"));
        assertFalse(new Verdict(Verdict.ofKernels(wrong, false)).passed());
    }

    @Test
    void theMedianOfAnEvenNumberIsBetweenTheTwoInTheMiddle() {
        assertEquals(2.5, Validation.median(new double[] {4, 1, 3, 2}));
        assertEquals(2, Validation.median(new double[] {3, 1, 2}));
        assertTrue(Double.isNaN(Validation.median(new double[0])));
    }
}
