package org.rustos.channels.trace;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which part of a run a trace shows, so that a long one can be looked at where it matters.
 *
 * @param fromMc first moment
 * @param toMc last moment
 * @param processes ids; empty for all
 * @param mechanisms ids of what carries a call; empty for all
 */
public record TraceFilter(
        long fromMc, long toMc, SortedSet<Integer> processes, SortedSet<String> mechanisms) {
    /** Everything. */
    public static final TraceFilter ALL =
            new TraceFilter(0, Long.MAX_VALUE, new TreeSet<>(), new TreeSet<>());

    private static final Pattern CYCLES = Pattern.compile("([0-9]{1,15})?\\.\\.([0-9]{1,15})?");
    private static final Pattern IDS = Pattern.compile("[0-9]{1,9}(,[0-9]{1,9})*");
    private static final int MC_PER_CYCLE = 1000;

    /**
     * Reads a filter.
     *
     * @param parts by name: {@code cycles=FROM..TO}, {@code process=ID,..}, {@code mechanism=ID,..}
     * @param known ids of mechanisms
     * @throws IllegalArgumentException with one line that says what is wrong
     */
    public static TraceFilter of(Map<String, String> parts, List<String> known) {
        TraceFilter filter = ALL;
        for (Map.Entry<String, String> part : parts.entrySet()) {
            String value = part.getValue();
            filter =
                    switch (part.getKey()) {
                        case "cycles" -> filter.cycles(value);
                        case "process" -> filter.process(value);
                        case "mechanism" -> filter.mechanism(value, known);
                        default ->
                                throw new IllegalArgumentException(
                                        part.getKey()
                                                + ": no filter; there are cycles, process and"
                                                + " mechanism");
                    };
        }
        return filter;
    }

    private TraceFilter cycles(String value) {
        Matcher range = CYCLES.matcher(value);
        if (!range.matches()) {
            throw new IllegalArgumentException("cycles=" + value + ": give FROM..TO");
        }
        long from = range.group(1) == null ? 0 : Long.parseLong(range.group(1)) * MC_PER_CYCLE;
        long to =
                range.group(2) == null
                        ? Long.MAX_VALUE
                        : Long.parseLong(range.group(2)) * MC_PER_CYCLE;
        if (to <= from) {
            throw new IllegalArgumentException("cycles=" + value + ": nothing lies between them");
        }
        return new TraceFilter(from, to, processes, mechanisms);
    }

    private TraceFilter process(String value) {
        if (!IDS.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "process=" + value + ": give ids as the trace shows them");
        }
        SortedSet<Integer> ids = new TreeSet<>();
        for (String id : value.split(",")) {
            ids.add(Integer.valueOf(id));
        }
        return new TraceFilter(fromMc, toMc, ids, mechanisms);
    }

    private TraceFilter mechanism(String value, List<String> known) {
        SortedSet<String> ids = new TreeSet<>(List.of(value.split(",")));
        for (String id : ids) {
            if (!known.contains(id)) {
                throw new IllegalArgumentException(
                        "mechanism=" + id + ": unknown; there are " + String.join(", ", known));
            }
        }
        return new TraceFilter(fromMc, toMc, processes, ids);
    }

    boolean shows(long mc) {
        return mc >= fromMc && mc <= toMc;
    }

    boolean shows(long beginMc, long endMc) {
        return endMc >= fromMc && beginMc <= toMc;
    }

    boolean showsProcess(int id) {
        return processes.isEmpty() || processes.contains(id);
    }

    boolean showsMechanism(String id) {
        return mechanisms.isEmpty() || mechanisms.contains(id);
    }

    long clip(long mc) {
        return Math.clamp(mc, fromMc, toMc);
    }
}
