package org.rustos.bench.table;

import java.util.List;
import java.util.SortedMap;

/**
 * Everything measured about one line on one CPU model.
 *
 * @param reason why there is nothing; empty where there is
 * @param latency of the empty call; null without one
 * @param flights throughput by operations in flight; empty without one
 * @param complexity null where there is no latency
 */
public record Entry(
        String line,
        String mechanism,
        String reason,
        Latency latency,
        List<Flight> flights,
        Protection protection,
        Complexity complexity) {
    /**
     * The empty call, in millicycles of one operation.
     *
     * @param indirectMc how much longer user work takes behind a call than without one; null if not
     *     measured
     * @param categoriesMc where they went, on the program's core
     */
    public record Latency(
            long p50Mc,
            long p99Mc,
            long meanMc,
            Long indirectMc,
            double p50Nanos,
            double p99Nanos,
            SortedMap<String, Long> categoriesMc,
            boolean repriceable) {}

    /**
     * Throughput with so many operations in flight.
     *
     * @param elapsedMc of one operation on the program's core
     * @param busyMc of one operation on all cores: a polling core works, too
     */
    public record Flight(
            int inFlight, long elapsedMc, long busyMc, double operationsPerMegacycle) {}
}
