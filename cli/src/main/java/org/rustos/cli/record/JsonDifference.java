package org.rustos.cli.record;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Iterator;
import java.util.SortedSet;
import java.util.TreeSet;

/** Names the first place where two trees differ, for one line that a person reads. */
public final class JsonDifference {
    private static final int LONGEST = 80;

    private JsonDifference() {}

    /** The place, what was recorded there and what is there now. */
    public static String first(JsonNode before, JsonNode after) {
        return first("", before, after);
    }

    private static String first(String path, JsonNode before, JsonNode after) {
        if (before.isObject() && after.isObject()) {
            SortedSet<String> names = new TreeSet<>();
            for (Iterator<String> all = before.fieldNames(); all.hasNext(); ) {
                names.add(all.next());
            }
            for (Iterator<String> all = after.fieldNames(); all.hasNext(); ) {
                names.add(all.next());
            }
            for (String name : names) {
                if (!before.path(name).equals(after.path(name))) {
                    return first(path + "." + name, before.path(name), after.path(name));
                }
            }
        } else if (before.isArray() && after.isArray() && before.size() == after.size()) {
            for (int i = 0; i < before.size(); i++) {
                if (!before.get(i).equals(after.get(i))) {
                    return first(path + "[" + i + "]", before.get(i), after.get(i));
                }
            }
        }
        String place = path.isEmpty() ? "the spelling of the file" : path.substring(1);
        return "%s: recorded %s, now %s".formatted(place, brief(before), brief(after));
    }

    private static String brief(JsonNode value) {
        String text = value.isMissingNode() ? "nothing" : value.toString();
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 3) + "...";
    }
}
