package org.rustos.bench.result;

import org.rustos.core.cpu.CpuProfile;
import org.rustos.core.timing.Account;
import org.rustos.core.timing.Category;
import org.rustos.core.timing.Event;
import org.rustos.core.timing.KernelPath;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How much of each bar rests on an assumption rather than on a measurement or a document, so that
 * the report can draw that part hatched.
 */
final class Assumptions {
    private final CpuProfile profile;
    private final Map<String, KernelPath> paths = new HashMap<>();

    Assumptions(CpuProfile profile, List<KernelPath> paths) {
        this.profile = profile;
        paths.forEach(path -> this.paths.put(path.name(), path));
    }

    /** Whether a source admits that the figure is a guess. */
    static boolean assumed(String source) {
        return source.toLowerCase(Locale.ROOT).contains("assumed");
    }

    /**
     * Millicycles by category that rest on assumed costs or ran in assumed paths.
     *
     * @param totals of the same account; no part is larger than its whole
     */
    SortedMap<String, Long> of(Account account, Map<String, Long> totals) {
        Map<Category, Long> parts = new HashMap<>();
        for (Event event : Event.values()) {
            var cost = profile.costs().of(event);
            if (account.count(event) != 0 && assumed(cost.source())) {
                add(parts, event.category(), account.count(event) * cost.millicycles());
            }
        }
        account.pathRuns().forEach((name, runs) -> addPath(parts, paths.get(name), runs));
        SortedMap<String, Long> labelled = new TreeMap<>();
        for (Category category : Category.values()) {
            long whole = totals.getOrDefault(category.label(), 0L);
            long part = Math.min(whole, parts.getOrDefault(category, 0L));
            if (part > 0) {
                labelled.put(category.label(), part);
            }
        }
        return labelled;
    }

    private void addPath(Map<Category, Long> parts, KernelPath path, long times) {
        if (path == null || !assumed(path.source())) {
            return;
        }
        long instructionsMc =
                path.instructions() * profile.costs().kernelInstruction().millicycles();
        add(parts, path.category(), times * (instructionsMc + path.fixedMc()));
        for (KernelPath.EventCount event : path.events()) {
            var cost = profile.costs().of(event.event());
            if (!assumed(cost.source())) {
                add(parts, event.event().category(), times * event.times() * cost.millicycles());
            }
        }
    }

    private static void add(Map<Category, Long> parts, Category category, long mc) {
        parts.merge(category, mc, Long::sum);
    }
}
