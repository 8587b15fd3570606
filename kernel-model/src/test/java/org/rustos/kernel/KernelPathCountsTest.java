package org.rustos.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A row of kernel-paths.json that says "counted" must be what was counted: the grammar is that of
 * tools/kernel-trace/paths.py, read a second time.
 */
class KernelPathCountsTest {
    private static final Map<String, String> EVENTS =
            Map.of(
                    "returns", "SAFE_RET",
                    "retpolines", "RETPOLINE",
                    "atomics", "ATOMIC",
                    "userWindows", "USER_ACCESS_WINDOW",
                    "loadFences", "USER_POINTER_FENCE",
                    "repeats", "REP_START",
                    "xrstor64", "REGISTER_STATE_SAVE",
                    "rdtsc", "TIMESTAMP_READ",
                    "rdtscp", "TIMESTAMP_READ_ORDERED");
    private static final List<String> NUMBERS =
            List.of("instructions", "codeLines", "dataLines", "branches");

    private final Map<String, Map<String, Map<String, Integer>>> calls = read();
    private final JsonNode paths = paths();

    private static JsonNode paths() {
        try (InputStream in = Kernel.class.getResourceAsStream("kernel-paths.json")) {
            return new ObjectMapper().readTree(in).path("paths");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Call to step to column to count. */
    private static Map<String, Map<String, Map<String, Integer>>> read() {
        Map<String, Map<String, Map<String, Integer>>> found = new TreeMap<>();
        List<String> head = null;
        try {
            for (String line : Files.readAllLines(Path.of("../docs/kernel-path-counts.tsv"))) {
                List<String> cells = List.of(line.split("\t", -1));
                if (line.startsWith("#")) {
                    continue;
                }
                if (head == null) {
                    head = cells;
                    continue;
                }
                Map<String, Integer> counts = new TreeMap<>();
                for (int i = 2; i < head.size() - 1; i++) {
                    counts.put(head.get(i), Integer.parseInt(cells.get(i)));
                }
                for (String word : cells.getLast().split(",")) {
                    if (!word.isEmpty()) {
                        int equals = word.indexOf('=');
                        int value = Integer.parseInt(word.substring(equals + 1));
                        counts.put(word.substring(0, equals), value);
                    }
                }
                found.computeIfAbsent(cells.get(0), _ -> new LinkedHashMap<>())
                        .put(cells.get(1), counts);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return found;
    }

    @Test
    void everyCountedRowIsItsSum() {
        List<String> wrong = new ArrayList<>();
        int counted = 0;
        for (var row : paths.properties()) {
            if (row.getValue().has("counted")) {
                counted++;
                Map<String, Integer> sum = path(row.getKey());
                for (String name : NUMBERS) {
                    compare(wrong, row, name, sum, row.getValue().path(name));
                }
                for (var event : EVENTS.entrySet()) {
                    JsonNode given = row.getValue().path("events").path(event.getValue());
                    compare(wrong, row, event.getKey(), sum, given);
                }
            }
        }
        assertEquals(List.of(), wrong, "run tools/kernel-trace/paths.py");
        assertTrue(counted >= 50, "only " + counted + " rows are counted");
    }

    private static void compare(
            List<String> wrong,
            Map.Entry<String, JsonNode> row,
            String column,
            Map<String, Integer> sum,
            JsonNode given) {
        int expected = sum.getOrDefault(column, 0);
        if (given.asInt() != expected) {
            wrong.add(row.getKey() + " " + column + ": " + given.asInt() + ", not " + expected);
        }
    }

    private Map<String, Integer> path(String name) {
        JsonNode row = paths.path(name);
        assertTrue(row.has("counted"), name + " is named in a sum and not counted itself");
        String[] parts = row.path("counted").asText().split("/", -1);
        int divisor = parts.length == 1 ? 1 : Integer.parseInt(parts[1].strip());
        Map<String, Integer> total = new TreeMap<>();
        int sign = 1;
        for (String word : parts[0].strip().split(" ", -1)) {
            if (word.equals("+") || word.equals("-")) {
                sign = word.equals("+") ? 1 : -1;
                continue;
            }
            int star = word.indexOf('*');
            // A star behind the colon stands for nothing here: factors are digits.
            int factor = star > 0 ? Integer.parseInt(word.substring(0, star)) : 1;
            add(total, term(word.substring(star + 1)), sign * factor);
            sign = 1;
        }
        // Halves go to the even number, as Python's round does.
        total.replaceAll((_, value) -> Math.max(0, (int) Math.rint((double) value / divisor)));
        return total;
    }

    private Map<String, Integer> term(String text) {
        Map<String, Integer> total = new TreeMap<>();
        if (text.equals("@call")) {
            for (String part : List.of("entry", "dispatch", "exit")) {
                add(total, path("syscall." + part), 1);
            }
        } else if (text.startsWith("@")) {
            add(total, path(text.substring(1)), 1);
        } else {
            String call = text.split(":", -1)[0];
            String step = text.substring(Math.min(text.length(), call.length() + 1));
            assertTrue(calls.containsKey(call), "no call " + call);
            for (var each : calls.get(call).entrySet()) {
                if (step.isEmpty() || step.equals(each.getKey())) {
                    add(total, each.getValue(), 1);
                }
            }
        }
        return total;
    }

    private static void add(Map<String, Integer> total, Map<String, Integer> part, int factor) {
        part.forEach((column, count) -> total.merge(column, factor * count, Integer::sum));
    }
}
