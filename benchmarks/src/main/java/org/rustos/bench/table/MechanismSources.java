package org.rustos.bench.table;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The classes that carry one mechanism in the simulator: its own and those that they name,
 * transitively, but for constants and what every mechanism has.
 */
final class MechanismSources {
    private static final String PACKAGE = "org/rustos/channels/";
    private static final Pattern ID =
            Pattern.compile("String id\\(\\) \\{\\s*return (?:\"([\\w-]+)\"|ID)");
    private static final Pattern TRAP = Pattern.compile("TrapNumbers\\.(\\w+)");
    private static final Pattern WORD = Pattern.compile("\\b([A-Z]\\w+)\\b");

    private final Map<String, SourceText> all = new LinkedHashMap<>();

    /** The module's sources. */
    MechanismSources(Path channels) {
        for (SourceText text : SourceText.below(channels.resolve("src/main/java"), ".java")) {
            String path = text.path().toString().replace('\\', '/');
            String inside = path.substring(path.indexOf(PACKAGE) + PACKAGE.length());
            if (inside.contains("/") && !inside.startsWith("abi/")) {
                all.put(text.name().replace(".java", ""), text);
            }
        }
    }

    /** The class that says this id. */
    private SourceText mechanism(String id) {
        Pattern constant = Pattern.compile("String ID = \"" + id + "\"");
        for (SourceText text : all.values()) {
            boolean says = text.all(ID).contains(id) || constant.matcher(text.code()).find();
            if (text.name().endsWith("Mechanism.java") && says) {
                return text;
            }
        }
        throw new IllegalStateException("no class of mechanism " + id);
    }

    /** What belongs to a mechanism. */
    Collection<SourceText> of(String id) {
        Map<String, SourceText> reached = new LinkedHashMap<>();
        Deque<SourceText> open = new ArrayDeque<>(List.of(mechanism(id)));
        while (!open.isEmpty()) {
            SourceText text = open.removeFirst();
            String name = text.name().replace(".java", "");
            if (reached.put(name, text) != null) {
                continue;
            }
            for (String word : new TreeSet<>(text.all(WORD))) {
                if (all.containsKey(word) && !reached.containsKey(word)) {
                    open.add(all.get(word));
                }
            }
        }
        return reached.values();
    }

    /** Numbers of traps that those classes name. */
    static Set<String> traps(Collection<SourceText> classes) {
        Set<String> traps = new TreeSet<>();
        classes.forEach(text -> traps.addAll(text.all(TRAP)));
        return traps;
    }
}
