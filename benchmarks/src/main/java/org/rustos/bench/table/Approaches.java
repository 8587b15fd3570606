package org.rustos.bench.table;

import com.fasterxml.jackson.core.type.TypeReference;

import org.rustos.bench.result.CanonicalJson;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the seed says of each mechanism, word for word: measured figures are put beside it. */
public final class Approaches {
    /** The seed's words from least to most. */
    static final List<String> SCALE = List.of("Very Low", "Low", "Medium", "High", "Very High");

    /** The tiers alone: the seed rates them together, as {@code rustos}. */
    private static final Set<String> TIERS = Set.of("direct", "channel", "emergency");

    private static final Map<String, Approach> ALL =
            CanonicalJson.resource(
                    "/report/mechanisms.json",
                    new TypeReference<LinkedHashMap<String, Approach>>() {});

    private Approaches() {}

    /**
     * One mechanism.
     *
     * @param row what the seed calls it
     * @param crosses how a request travels
     * @param seed the seed's word by column
     */
    public record Approach(String row, String crosses, Map<String, String> seed) {}

    /** All that the seed or the report knows, by mechanism. */
    static Map<String, Approach> all() {
        return ALL;
    }

    /** Whether the seed's table has a row for it. */
    static boolean isRow(String mechanism) {
        return ALL.containsKey(mechanism) && !TIERS.contains(mechanism);
    }

    /** The seed's word, or an empty text where it has none of its own. */
    static String word(String mechanism, Column column) {
        return isRow(mechanism) ? ALL.get(mechanism).seed().get(column.id()) : "";
    }
}
