package org.rustos.core.timing;

import org.rustos.core.snapshot.Unsaved;

import java.util.EnumMap;
import java.util.Map;

/**
 * What each event costs on one CPU model, with the source of every figure.
 *
 * <p>Unit inside: millicycles (1/1000 core cycle), so that sums are exact.
 */
@Unsaved
public final class CostTable {
    /** Cost of one event; "assumed" is an honest source. */
    public record Cost(long millicycles, String source) {}

    private final Map<Event, Cost> costs = new EnumMap<>(Event.class);
    private final Cost kernelInstruction;

    /**
     * A complete table.
     *
     * @param kernelInstruction average cost of one instruction of a kernel path without its misses
     * @throws IllegalArgumentException naming the events that have no cost
     */
    public CostTable(Map<Event, Cost> costs, Cost kernelInstruction) {
        this.costs.putAll(costs);
        this.kernelInstruction = kernelInstruction;
        for (Event event : Event.values()) {
            if (!this.costs.containsKey(event)) {
                throw new IllegalArgumentException("no cost for event " + event);
            }
        }
    }

    public Cost of(Event event) {
        return costs.get(event);
    }

    public Cost kernelInstruction() {
        return kernelInstruction;
    }
}
