package org.rustos.cli.validate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.rustos.bench.simulation.CpuModelFinder;
import org.rustos.bench.validate.KernelRow;
import org.rustos.bench.validate.Remarks;
import org.rustos.bench.validate.Row;
import org.rustos.bench.validate.Verdict;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

class FindingsTextTest {
    private static final String REMARK = "word ".repeat(40).strip();

    private static String text(boolean colours) {
        Findings found =
                new Findings(
                        CpuModelFinder.load("x86-zen3").profile(),
                        "a core",
                        List.of(
                                new Row("far_row", Row.Kind.NEVER_FITTED, 30, 100, ""),
                                new Row("near_row", Row.Kind.NEVER_FITTED, 101, 100, ""),
                                new Row("broken_row", Row.Kind.FREE, 0, 100, "killed")),
                        new Remarks(new TreeMap<>(Map.of("far_row", REMARK, "near_row", "unseen"))),
                        List.of(new KernelRow("sort", 3, 2, 60, 0.05, "")),
                        "",
                        new Verdict(List.of(new Verdict.Check("a rule", false, true))));
        return String.join("\n", FindingsText.lines(found, colours));
    }

    @Test
    void aFarRowHasItsRemarkBelowItAndANearOneHasNone() {
        List<String> lines = text(false).lines().toList();
        int row =
                lines.indexOf(lines.stream().filter(l -> l.startsWith("far_row")).findAny().get());
        assertTrue(lines.get(row).endsWith("-70.0%"), lines.get(row));
        assertTrue(lines.get(row + 1).startsWith("      remark: word word"));
        assertTrue(lines.get(row + 2).startsWith("              word"), "wrapped and indented");
        assertTrue(lines.stream().noneMatch(l -> l.contains("unseen")));
        assertTrue(lines.stream().allMatch(l -> l.length() <= 100));
    }

    @Test
    void kernelsShowRatioErrorAndSpread() {
        assertTrue(
                text(false)
                        .lines()
                        .anyMatch(l -> l.matches("sort +3.00 +2.00 +1.500 +\\+50.0% +60 +\\+5.0%")),
                text(false));
    }

    @Test
    void coloursAddNothingButColours() {
        String coloured = text(true);
        assertTrue(coloured.contains("\u001b[31mFAILED\u001b[0m  a rule"), coloured);
        assertEquals(text(false), coloured.replaceAll("\u001b\\[[0-9]+m", ""));
    }
}
