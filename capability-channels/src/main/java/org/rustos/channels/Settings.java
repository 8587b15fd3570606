package org.rustos.channels;

import java.util.Map;
import java.util.TreeMap;

/** The switches of one run of a mechanism, by name. */
public record Settings(Map<String, String> values) {
    public static final Settings NONE = new Settings(Map.of());

    public Settings {
        values = new TreeMap<>(values);
    }

    public String text(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    /**
     * A whole number.
     *
     * @throws IllegalArgumentException one line that names the switch
     */
    public long number(String name, long otherwise) {
        String value = values.get(name);
        if (value == null) {
            return otherwise;
        }
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "setting %s must be a whole number, not '%s'".formatted(name, value), e);
        }
    }

    public boolean on(String name) {
        return number(name, 0) != 0;
    }
}
