package org.rustos.kernel.linux.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** The data behind a trace: what each argument is, and the names of numbers and bits. */
final class CallFormats {
    private static final String FILE = "call-formats.json";
    private static final int REAL_TIME = 32;

    /**
     * How one call is printed.
     *
     * @param arguments kind of each
     * @param result its kind
     */
    record Format(List<String> arguments, String result) {
        static Format of(String text) {
            int arrow = text.indexOf("->");
            String arguments = (arrow < 0 ? text : text.substring(0, arrow)).strip();
            return new Format(
                    arguments.isEmpty() ? List.of() : List.of(arguments.split(" ")),
                    arrow < 0 ? "int" : text.substring(arrow + 2).strip());
        }
    }

    private final JsonNode calls;
    private final JsonNode errors;
    private final Map<String, Map<String, Long>> tables = new LinkedHashMap<>();

    private CallFormats(JsonNode root) {
        calls = root.path("calls");
        errors = root.path("errors");
        for (var table : root.path("tables").properties()) {
            Map<String, Long> names = new LinkedHashMap<>();
            for (var name : table.getValue().properties()) {
                names.put(name.getKey(), name.getValue().asLong());
            }
            tables.put(table.getKey(), names);
        }
    }

    static CallFormats load() {
        try (InputStream in = CallFormats.class.getResourceAsStream(FILE)) {
            return new CallFormats(new ObjectMapper().readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(FILE, e);
        }
    }

    /** The format of a call, or null: its arguments are then printed as numbers. */
    Format of(String call, long[] arguments) {
        JsonNode node = calls.path(call);
        if (node.isTextual()) {
            return Format.of(node.asText());
        }
        if (!node.isObject()) {
            return null;
        }
        String name = name(node.path("names").asText(), arguments[node.path("by").asInt()]);
        return Format.of(node.path(name).asText(node.path("else").asText()));
    }

    /** What an error means, or empty. */
    String meaning(String error) {
        return errors.path(error).asText();
    }

    /** The name of a number, or the number in hexadecimal. */
    String name(String table, long value) {
        for (Map.Entry<String, Long> entry : tables.get(table).entrySet()) {
            if (entry.getValue() == value && !entry.getKey().equals("mask")) {
                return entry.getKey();
            }
        }
        return "0x" + Long.toHexString(value);
    }

    /** The name of a signal; real-time ones are counted from the first. */
    String signal(long number) {
        boolean counted = number > REAL_TIME && number <= Long.SIZE;
        return counted ? "SIGRT_" + (number - REAL_TIME) : name("signal", number);
    }

    /**
     * The names of bits, joined by bars. Those of the table's mask are one number with one name; a
     * name of several bits stands for all of them.
     */
    String flags(String table, long value) {
        Map<String, Long> names = tables.get(table);
        StringJoiner text = new StringJoiner("|");
        Long mask = names.get("mask");
        long rest = value;
        if (mask != null && (mask != 0 || value == 0)) {
            text.add(name(table, value & mask));
            rest &= ~mask;
        }
        for (Map.Entry<String, Long> entry : names.entrySet()) {
            long bits = entry.getValue();
            boolean inMask = mask != null && (bits & ~mask) == 0;
            if (!entry.getKey().equals("mask") && !inMask && bits != 0 && (rest & bits) == bits) {
                text.add(entry.getKey());
                rest &= ~bits;
            }
        }
        if (rest != 0 || text.length() == 0) {
            text.add(rest == 0 ? "0" : "0x" + Long.toHexString(rest));
        }
        return text.toString();
    }
}
