package org.rustos.bench.table;

import org.rustos.bench.result.CpuSheet;
import org.rustos.bench.result.Measurement;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What each price contributes to one operation of a row. Cycles are linear in every price of a
 * re-priceable row, so a ranking's turning point is solved and not searched.
 */
final class Prices {
    private Prices() {}

    /** Millicycles of one operation by price; prices that play no part are left out. */
    static SortedMap<String, Double> of(Measurement m, CpuSheet sheet) {
        SortedMap<String, Double> parts = new TreeMap<>();
        for (CpuSheet.Cost cost : sheet.costs()) {
            long times =
                    cost.event().equals(CpuSheet.KERNEL_INSTRUCTION)
                            ? m.kernelInstructions()
                            : m.events().getOrDefault(cost.event(), 0L);
            put(parts, cost.event(), times * cost.millicycles(), m);
        }
        for (CpuSheet.Path path : sheet.paths()) {
            long times = m.steps().getOrDefault(path.name(), 0L);
            put(parts, fixedPart(path), times * path.fixedMc(), m);
        }
        return parts;
    }

    private static void put(SortedMap<String, Double> parts, String name, long mc, Measurement m) {
        if (mc != 0) {
            parts.put(name, (double) mc / m.operations());
        }
    }

    private static String fixedPart(CpuSheet.Path path) {
        return "fixed part of " + path.name();
    }

    /** The price itself, in cycles, for people. */
    static double cycles(String name, CpuSheet sheet) {
        for (CpuSheet.Cost cost : sheet.costs()) {
            if (cost.event().equals(name)) {
                return cost.millicycles() / 1000.0;
            }
        }
        for (CpuSheet.Path path : sheet.paths()) {
            if (name.equals(fixedPart(path))) {
                return path.fixedMc() / 1000.0;
            }
        }
        throw new IllegalArgumentException("no price " + name);
    }
}
