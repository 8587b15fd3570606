package org.rustos.bench.result;

import java.math.BigDecimal;
import java.util.SortedMap;

/**
 * Everything measured about one kind of stretch of a row, minus the baseline. Sums are over all
 * samples, so that they are exact; divide by {@link #operations}.
 *
 * @param name of the kind of stretch, such as {@code crossing}
 * @param samples stretches counted
 * @param operations in all samples
 * @param baselineMc subtracted from each sample, millicycles
 * @param totalMc millicycles of all samples on the program's core
 * @param cyclesPerOperation {@code totalMc / operations}, in cycles
 * @param operationsPerMegacycle throughput of one program
 * @param operationsPerSecond the same at the profile's clock
 * @param categoriesMc where {@link #totalMc} went; sums exactly to it; zero categories are left out
 * @param assumedMc the part of each category whose cost or path has no source but "assumed"
 * @param events counts by event; zero ones are left out
 * @param steps kernel paths that ran, on whatever core: name to times
 * @param otherCores what other cores (polling) spent meanwhile
 */
public record Measurement(
        String name,
        int samples,
        long operations,
        long baselineMc,
        Latency latency,
        long totalMc,
        BigDecimal cyclesPerOperation,
        BigDecimal operationsPerMegacycle,
        BigDecimal operationsPerSecond,
        long userInstructions,
        long kernelInstructions,
        SortedMap<String, Long> categoriesMc,
        SortedMap<String, Long> assumedMc,
        SortedMap<String, Long> events,
        SortedMap<String, Long> steps,
        OtherCores otherCores) {

    /**
     * Cycles of cores that do not run the program.
     *
     * @param cores how many
     * @param busyMc all but idle, millicycles
     */
    public record OtherCores(int cores, long busyMc, SortedMap<String, Long> categoriesMc) {}

    /** Busy millicycles of all cores for one operation: what the operation cost the machine. */
    public long machineMcPerOperation() {
        return Figures.divide(totalMc + otherCores.busyMc(), operations);
    }
}
