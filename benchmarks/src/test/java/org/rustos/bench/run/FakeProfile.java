package org.rustos.bench.run;

import com.fasterxml.jackson.databind.node.NullNode;

import org.rustos.core.cpu.CpuProfile;
import org.rustos.core.cpu.Isa;
import org.rustos.core.timing.Category;
import org.rustos.core.timing.CostTable;
import org.rustos.core.timing.Event;
import org.rustos.core.timing.KernelPath;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A CPU with made-up prices, for tests of measuring: nothing here is a claim about silicon. */
public final class FakeProfile {
    private FakeProfile() {}

    /** A profile of that id; every third cost is assumed. */
    public static CpuProfile of(String id) {
        Map<Event, CostTable.Cost> costs = new EnumMap<>(Event.class);
        for (Event event : Event.values()) {
            int i = event.ordinal();
            costs.put(
                    event,
                    new CostTable.Cost(
                            event == Event.INSTRUCTION || event == Event.BLOCK
                                    ? 0
                                    : 3500 + 1250L * i,
                            i % 3 == 0 ? "assumed" : "made up for tests, table " + i));
        }
        return new CpuProfile(
                id,
                Isa.X86_64,
                "fake",
                "a CPU with made-up prices",
                "00".repeat(32),
                3.25,
                null,
                null,
                4,
                2,
                new CostTable(costs, new CostTable.Cost(400, "made up for tests")),
                Map.of("kpti", false, "safe-ret", true),
                Set.of(),
                Map.of("protection-keys", true),
                List.of("add_dep"),
                NullNode.getInstance(),
                NullNode.getInstance());
    }

    /** The paths of a kernel with made-up prices; the second is assumed. */
    public static List<KernelPath> kernelPaths() {
        return List.of(
                path("syscall.entry", Category.MODE_SWITCH, "made up for tests"),
                path("validate", Category.VALIDATION, "assumed"),
                path("service.null", Category.SERVICE, "made up for tests"));
    }

    private static KernelPath path(String name, Category category, String source) {
        return new KernelPath(name, category, 40, 0, 3, 0, 1, 5, List.of(), 2000, source);
    }
}
