package org.rustos.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.rustos.channels.Mechanisms;
import org.rustos.channels.Settings;
import org.rustos.cli.CpuCatalogue;
import org.rustos.core.timing.Category;
import org.rustos.core.timing.Event;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

class StatisticsTextTest {
    private static final RunReport REPORT =
            new RunReport(
                    new Guest(
                            "prog",
                            CpuCatalogue.load(CpuCatalogue.STANDARD),
                            Mechanisms.get("syscall"),
                            null,
                            null,
                            Settings.NONE,
                            List.of("prog"),
                            Collections.emptySortedMap(),
                            null),
                    1,
                    new Ending("exited", 0, "", null),
                    new RunStatistics(
                            true,
                            2.5,
                            1_000,
                            500,
                            10_000_000,
                            List.of(10_000_000L),
                            new TreeMap<>(
                                    Map.of(
                                            Category.USER_COMPUTE,
                                            8_000_000L,
                                            Category.SERVICE,
                                            2_000_000L)),
                            Map.of(Event.LOAD_L2, 12L),
                            new TreeMap<>(Map.of("doorbells", 3L)),
                            Collections.emptySortedMap()),
                    List.of(),
                    0.5);

    @Test
    void aPipeGetsPlainTextWithSharesAndTheSum() {
        List<String> lines = StatisticsText.lines(REPORT, false);
        assertTrue(lines.stream().noneMatch(line -> line.contains("\u001b")), lines.toString());
        assertEquals("80.0 %", end(line(lines, "user compute"), 6));
        assertEquals("10,000.000  100.0 %", end(line(lines, "sum"), 19));
        assertTrue(line(lines, "simulated time").contains("4,000.0 ns at 2.5 GHz"));
        assertTrue(line(lines, "instructions per cycle").endsWith("0.150"));
        assertTrue(line(lines, "doorbells").endsWith(" 3"));
    }

    @Test
    void aTerminalGetsBarsInProportion() {
        List<String> lines = StatisticsText.lines(REPORT, true);
        assertEquals(40, bar(line(lines, "user compute")));
        assertEquals(10, bar(line(lines, "service")));
    }

    private static String line(List<String> lines, String name) {
        return lines.stream().filter(l -> l.startsWith("  " + name)).findFirst().orElseThrow();
    }

    private static String end(String line, int length) {
        return line.substring(line.length() - length);
    }

    private static long bar(String line) {
        return line.chars().filter(c -> c == '█').count();
    }
}
