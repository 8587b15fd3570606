package org.rustos.core.timing;

import java.util.EnumMap;
import java.util.Map;

/**
 * Cost tables for tests: every event costs its ordinal plus one cycle, so that no two are alike.
 */
final class Costs {
    private Costs() {}

    static CostTable distinct() {
        return scaled(1000);
    }

    static CostTable scaled(long factor) {
        Map<Event, CostTable.Cost> costs = new EnumMap<>(Event.class);
        for (Event event : Event.values()) {
            costs.put(event, new CostTable.Cost((event.ordinal() + 1) * factor, "assumed"));
        }
        return new CostTable(costs, new CostTable.Cost(factor / 2, "assumed"));
    }

    static CoreTiming.Geometry small() {
        return new CoreTiming.Geometry(
                new Cache.Geometry(1024, 2),
                new Cache.Geometry(1024, 2),
                new Cache.Geometry(4096, 4),
                new Tlb.Geometry(4, 16, 4),
                new Tlb.Geometry(4, 16, 4),
                new BranchPredictor.Geometry(8, 6, 6, 4));
    }
}
