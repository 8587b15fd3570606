package org.rustos.bench.result;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the host was and how fast it simulated: everything that differs from run to run and
 * therefore must not stand in the results. Goes to {@code environment.json}.
 *
 * @param versions of JDK, engines, decoders, operating system
 * @param jobs worker processes
 * @param seconds host time of the whole suite
 * @param rows host time and speed of each row, in the order of the suite
 */
public record Environment(
        SortedMap<String, String> versions, int jobs, BigDecimal seconds, List<Row> rows) {

    /** Host figures of one row. */
    public record Row(String label, BigDecimal seconds, BigDecimal millionInstructionsPerSecond) {
        /** From nanoseconds and instructions. */
        public static Row of(String label, long nanos, long instructions) {
            BigDecimal seconds = BigDecimal.valueOf(nanos, 9).setScale(3, RoundingMode.HALF_UP);
            BigDecimal mips =
                    nanos <= 0
                            ? BigDecimal.ZERO
                            : BigDecimal.valueOf(instructions)
                                    .multiply(BigDecimal.valueOf(1000))
                                    .divide(BigDecimal.valueOf(nanos), 3, RoundingMode.HALF_UP);
            return new Row(label, seconds, mips);
        }
    }

    public Environment {
        rows = List.copyOf(rows);
    }

    /** The same with more versions. */
    public Environment with(SortedMap<String, String> more) {
        SortedMap<String, String> all = new TreeMap<>(versions);
        all.putAll(more);
        return new Environment(all, jobs, seconds, rows);
    }

    /** The environment of this process, with what the runner adds. */
    public static Environment here(
            SortedMap<String, String> engines, int jobs, long nanos, List<Row> rows) {
        SortedMap<String, String> versions = new TreeMap<>(engines);
        versions.put("java", System.getProperty("java.runtime.version"));
        versions.put("java.vendor", System.getProperty("java.vendor"));
        versions.put(
                "os",
                System.getProperty("os.name")
                        + " "
                        + System.getProperty("os.version")
                        + " "
                        + System.getProperty("os.arch"));
        versions.put("host.cores", String.valueOf(Runtime.getRuntime().availableProcessors()));
        return new Environment(
                versions,
                jobs,
                BigDecimal.valueOf(nanos, 9).setScale(3, RoundingMode.HALF_UP),
                new ArrayList<>(rows));
    }
}
