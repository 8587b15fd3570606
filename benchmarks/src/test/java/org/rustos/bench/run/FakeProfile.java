package org.rustos.bench.run;

import com.fasterxml.jackson.databind.node.NullNode;

import org.rustos.core.cpu.CpuProfile;
import org.rustos.core.cpu.Isa;
import org.rustos.core.timing.BranchPredictor;
import org.rustos.core.timing.Cache;
import org.rustos.core.timing.Category;
import org.rustos.core.timing.CoreTiming;
import org.rustos.core.timing.CostTable;
import org.rustos.core.timing.CycleLedger;
import org.rustos.core.timing.Event;
import org.rustos.core.timing.KernelPath;
import org.rustos.core.timing.MemorySystem;
import org.rustos.core.timing.Tlb;
import org.rustos.core.timing.Topology;

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

    /** A core with the shapes of a Zen 3 and made-up prices. */
    public static CoreTiming zen3Like() {
        return timing(
                of("zen3-like"),
                new Cache.Geometry(32 << 10, 8),
                new Cache.Geometry(512 << 10, 8),
                new Cache.Geometry(32 << 20, 16),
                new Tlb.Geometry(64, 2048, 8),
                new BranchPredictor.Geometry(14, 12, 10, 32));
    }

    /** A core with that profile's prices and small private caches. */
    static CoreTiming timing(CpuProfile profile) {
        Cache.Geometry cache = new Cache.Geometry(4096, 4);
        return timing(
                profile,
                cache,
                cache,
                cache,
                new Tlb.Geometry(4, 16, 4),
                new BranchPredictor.Geometry(6, 4, 4, 4));
    }

    private static CoreTiming timing(
            CpuProfile profile,
            Cache.Geometry l1,
            Cache.Geometry l2,
            Cache.Geometry l3,
            Tlb.Geometry tlb,
            BranchPredictor.Geometry predictor) {
        return new CoreTiming(
                new CoreTiming.Geometry(l1, l1, l2, tlb, tlb, predictor),
                new CycleLedger(profile.costs()),
                new MemorySystem(new Topology(4, 2, List.of(0)), l3),
                _ -> 0);
    }

    /** Three kernel paths, one of them assumed. */
    public static List<KernelPath> paths() {
        return List.of(
                path("syscall.entry", Category.MODE_SWITCH, "made up for tests", 0),
                path("validate", Category.VALIDATION, "assumed", 1),
                path("service.null", Category.SERVICE, "made up for tests", 2));
    }

    private static KernelPath path(String name, Category category, String source, int index) {
        return new KernelPath(name, category, 40, 0, 0, 0, 0, 0, List.of(), 2000, source, index);
    }
}
