package org.rustos.core.cpu;

import com.fasterxml.jackson.databind.JsonNode;

import org.rustos.core.snapshot.Unsaved;
import org.rustos.core.timing.Category;
import org.rustos.core.timing.Event;
import org.rustos.core.timing.KernelPath;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All kernel paths of one machine: the kernel model's own table, in which a profile may replace
 * rows.
 *
 * <p>Paths get their code and data lines here, one after the other in the order of the table, in a
 * region above all RAM, so that the layout is the same on every machine.
 */
@Unsaved
public final class KernelPaths {
    private static final long TEXT_LINE = 1L << 40;
    private static final long DATA_LINE = TEXT_LINE + (1L << 24);

    /** First line (physical address shifted right by 6) that kernel objects may have. */
    public static final long HEAP_LINE = DATA_LINE + (1L << 24);

    /** 64-byte lines hold about 16 instructions of 4 bytes. */
    private static final int INSTRUCTIONS_PER_LINE = 16;

    private static final int INSTRUCTIONS_PER_BRANCH = 7;

    private final String file;
    private final Set<Event> suppressed;
    private final Map<String, KernelPath> paths = new LinkedHashMap<>();
    // Of views of this table, behind its own; a view shares the list with what it is a view of.
    private final List<KernelPath> changed;
    private long nextCode = TEXT_LINE;
    private long nextData = DATA_LINE;

    /**
     * Reads the table.
     *
     * @param file name for messages
     * @param table object of path name to path
     * @param profile its {@code paths} object replaces rows of the same name; its suppressed events
     *     are left out
     * @throws ProfileException one line with file, place and remedy
     */
    public KernelPaths(String file, JsonNode table, CpuProfile profile) {
        this.file = file;
        this.suppressed = profile.suppressed();
        this.changed = new ArrayList<>();
        JsonNode replaced = profile.document().path("paths");
        for (var entry : table.properties()) {
            JsonNode node = replaced.path(entry.getKey());
            paths.put(
                    entry.getKey(),
                    path(entry.getKey(), node.isObject() ? node : entry.getValue()));
        }
    }

    /**
     * A path by name.
     *
     * @throws ProfileException if there is none: the kernel model cannot work without
     */
    public KernelPath get(String name) {
        KernelPath path = paths.get(name);
        if (path == null) {
            throw new ProfileException(file + ": no kernel path '" + name + "'; add a row for it");
        }
        return path;
    }

    private KernelPaths(KernelPaths whole) {
        this.file = whole.file;
        this.suppressed = whole.suppressed;
        this.changed = whole.changed;
    }

    /**
     * The same kernel as processes of one kind go through it. A row of which less happens there is
     * kept apart under a name of its own, {@code row (view)}.
     *
     * @param view the name
     * @param instead rows that stand for others; an empty name is nothing at all
     * @param without events that do not happen there
     */
    public KernelPaths view(String view, Map<String, String> instead, Set<Event> without) {
        KernelPaths result = new KernelPaths(this);
        for (KernelPath path : paths.values()) {
            String row = instead.getOrDefault(path.name(), path.name());
            KernelPath taken = row.isEmpty() ? nothing(path) : get(row);
            List<KernelPath.EventCount> events =
                    taken.events().stream().filter(e -> !without.contains(e.event())).toList();
            if (row.isEmpty() || events.size() < taken.events().size()) {
                int index = paths.size() + changed.size();
                taken = taken.changed(path.name() + " (" + view + ")", events, index);
                changed.add(taken);
            }
            result.paths.put(path.name(), taken);
        }
        return result;
    }

    private static KernelPath nothing(KernelPath path) {
        return new KernelPath(
                path.name(),
                path.category(),
                0,
                path.codeLine(),
                0,
                path.dataLine(),
                0,
                0,
                List.of(),
                0,
                "left out: nothing is there to cross or to guard",
                path.index());
    }

    /** All paths in the order of the table, then those that views changed. */
    public Collection<KernelPath> all() {
        List<KernelPath> all = new ArrayList<>(paths.values());
        all.addAll(changed);
        return List.copyOf(all);
    }

    private KernelPath path(String name, JsonNode node) {
        int instructions = node.path("instructions").asInt(-1);
        String source = node.path("source").asText();
        if (instructions < 0 || source.isBlank()) {
            throw new ProfileException(
                    file + ": " + name + ": needs 'instructions' (a number) and 'source' (a text)");
        }
        int codeLines =
                node.path("codeLines").asInt(-Math.floorDiv(-instructions, INSTRUCTIONS_PER_LINE));
        int dataLines = node.path("dataLines").asInt(0);
        KernelPath path =
                new KernelPath(
                        name,
                        category(name, node.path("category").asText()),
                        instructions,
                        nextCode,
                        codeLines,
                        nextData,
                        dataLines,
                        node.path("branches").asInt(instructions / INSTRUCTIONS_PER_BRANCH),
                        events(name, node.path("events")),
                        Math.round(node.path("fixed").asDouble(0) * 1000),
                        source,
                        paths.size());
        nextCode += codeLines;
        nextData += dataLines;
        return path;
    }

    private List<KernelPath.EventCount> events(String name, JsonNode node) {
        List<KernelPath.EventCount> events = new ArrayList<>();
        for (var entry : node.properties()) {
            Event event;
            try {
                event = Event.valueOf(entry.getKey());
            } catch (IllegalArgumentException e) {
                throw new ProfileException(
                        file + ": " + name + ": unknown event '" + entry.getKey() + "'");
            }
            if (!suppressed.contains(event)) {
                events.add(new KernelPath.EventCount(event, entry.getValue().asInt()));
            }
        }
        return List.copyOf(events);
    }

    private Category category(String name, String text) {
        try {
            return Category.valueOf(text);
        } catch (IllegalArgumentException e) {
            throw new ProfileException(file + ": " + name + ": unknown category '" + text + "'");
        }
    }
}
