package org.rustos.bench.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How long one operation took, over all samples, in millicycles. Percentiles are nearest-rank: each
 * is a sample that was really seen.
 *
 * @param histogram pairs of millicycles and number of samples, ascending
 */
public record Latency(
        long minMc, long p50Mc, long p90Mc, long p99Mc, long maxMc, List<List<Long>> histogram) {

    /**
     * The distribution of some samples.
     *
     * @param samplesMc at least one
     */
    static Latency of(List<Long> samplesMc) {
        long[] sorted = samplesMc.stream().mapToLong(Long::longValue).sorted().toArray();
        Map<Long, Long> counts = new TreeMap<>();
        for (long sample : sorted) {
            counts.merge(sample, 1L, Long::sum);
        }
        List<List<Long>> histogram = new ArrayList<>();
        counts.forEach((mc, count) -> histogram.add(List.of(mc, count)));
        return new Latency(
                sorted[0],
                rank(sorted, 50),
                rank(sorted, 90),
                rank(sorted, 99),
                sorted[sorted.length - 1],
                histogram);
    }

    private static long rank(long[] sorted, int percent) {
        int rank = (sorted.length * percent + 99) / 100;
        return sorted[Math.max(rank, 1) - 1];
    }
}
