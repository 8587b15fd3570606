package org.rustos.bench.result;

import org.rustos.core.cpu.CpuProfile;
import org.rustos.core.timing.CostTable;
import org.rustos.core.timing.Event;
import org.rustos.core.timing.KernelPath;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a report must say about a CPU model: its prices, its kernel paths and where every figure
 * comes from. Kept in the results, so that a report needs no profile.
 *
 * @param hash sha256 of the profile file, hexadecimal
 * @param costs by event, in the order of the events
 * @param paths kernel paths, in the order of their table
 * @param fitted names of the silicon rows that figures were fitted to
 */
public record CpuSheet(
        String id,
        String isa,
        String description,
        String hash,
        BigDecimal gigahertz,
        List<Cost> costs,
        List<Path> paths,
        SortedMap<String, Boolean> mitigations,
        SortedMap<String, Boolean> features,
        List<String> fitted) {
    /** The price that no event has: one instruction of a kernel path. */
    public static final String KERNEL_INSTRUCTION = "kernel instruction";

    /** One price; {@code category} is where its cycles are accounted. */
    public record Cost(
            String event, String category, long millicycles, String source, boolean assumed) {}

    /**
     * One kernel path, whole: nothing else decides what it costs.
     *
     * @param codeLines 64-byte lines of code
     * @param dataLines private lines of data
     * @param events by name, how often each happens
     */
    public record Path(
            String name,
            String category,
            int instructions,
            int codeLines,
            int dataLines,
            int branches,
            SortedMap<String, Integer> events,
            long fixedMc,
            String source,
            boolean assumed) {}

    /** The sheet of a profile on a kernel with these paths. */
    public static CpuSheet of(CpuProfile profile, List<KernelPath> kernelPaths) {
        List<Cost> costs = new ArrayList<>();
        for (Event event : Event.values()) {
            costs.add(cost(event.name(), event.category().label(), profile.costs().of(event)));
        }
        costs.add(cost(KERNEL_INSTRUCTION, "by path", profile.costs().kernelInstruction()));
        List<Path> paths = new ArrayList<>();
        for (KernelPath path : kernelPaths) {
            paths.add(
                    new Path(
                            path.name(),
                            path.category().label(),
                            path.instructions(),
                            path.codeLines(),
                            path.dataLines(),
                            path.branches(),
                            events(path),
                            path.fixedMc(),
                            path.source(),
                            Assumptions.assumed(path.source())));
        }
        return new CpuSheet(
                profile.id(),
                profile.isa().id(),
                profile.description(),
                profile.hash(),
                BigDecimal.valueOf(profile.gigahertz()).setScale(3),
                costs,
                paths,
                new TreeMap<>(profile.mitigations()),
                new TreeMap<>(profile.features()),
                profile.fitted());
    }

    private static SortedMap<String, Integer> events(KernelPath path) {
        SortedMap<String, Integer> events = new TreeMap<>();
        path.events().forEach(e -> events.merge(e.event().name(), e.times(), Integer::sum));
        return events;
    }

    private static Cost cost(String event, String category, CostTable.Cost cost) {
        return new Cost(
                event,
                category,
                cost.millicycles(),
                cost.source(),
                Assumptions.assumed(cost.source()));
    }
}
