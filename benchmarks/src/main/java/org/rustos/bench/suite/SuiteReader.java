package org.rustos.bench.suite;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

import org.rustos.core.Sha256;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads a suite file and expands its rows to experiments. Every mistake is one line with file,
 * place and remedy; {@code suite.schema.json} says the same to editors.
 *
 * <p>A row's lists expand to their cross product in this order, the last changing fastest:
 * workload, parameters, cpu, mechanism, options, seed. So what is compared stands together.
 */
public final class SuiteReader {
    static final List<String> SUITE_KEYS =
            List.of("$schema", "id", "description", "seeds", "maxCycles", "rows");
    static final List<String> ROW_KEYS =
            List.of(
                    "cpu",
                    "mechanism",
                    "options",
                    "workload",
                    "parameters",
                    "samples",
                    "warmup",
                    "cores");

    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    /** More would be a mistake in a list rather than a wish. */
    private static final int MOST_EXPERIMENTS = 10_000;

    private final String file;
    private final Catalogue catalogue;

    private SuiteReader(String file, Catalogue catalogue) {
        this.file = file;
        this.catalogue = catalogue;
    }

    /**
     * Reads and checks a suite.
     *
     * @param file name for messages
     * @param source what results call it, see {@link Suite#source()}
     * @param content the bytes of the file
     * @throws SuiteException one line with file, place and remedy
     */
    public static Suite read(String file, String source, byte[] content, Catalogue catalogue) {
        return new SuiteReader(file, catalogue).parse(source, content);
    }

    private Suite parse(String source, byte[] content) {
        JsonNode root = tree(content);
        if (!root.isObject()) {
            throw bad("", "a suite is a JSON object; see suite.schema.json");
        }
        knownKeys(root, "", SUITE_KEYS);
        List<Long> seeds = seeds(root);
        long maxCycles = whole(root, "maxCycles", "", 1_000_000_000L, 1, Long.MAX_VALUE / 1000);
        JsonNode rows = root.path("rows");
        if (!rows.isArray() || rows.isEmpty()) {
            throw bad("rows", "needs a list of at least one row");
        }
        Set<Experiment> experiments = new LinkedHashSet<>();
        for (int i = 0; i < rows.size(); i++) {
            row(rows.get(i), "rows[" + i + "]", seeds, maxCycles, experiments);
        }
        return new Suite(
                text(root, "id"),
                text(root, "description"),
                source,
                Sha256.hex(content),
                new ArrayList<>(experiments));
    }

    private JsonNode tree(byte[] content) {
        try {
            return JSON.readTree(content);
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            String where =
                    at == null ? "" : "line " + at.getLineNr() + " column " + at.getColumnNr();
            throw bad(
                    where,
                    "not JSON (" + e.getOriginalMessage().lines().findFirst().orElse("") + ")");
        } catch (IOException e) {
            throw bad("", "cannot be read (" + e.getMessage() + ")");
        }
    }

    private void row(
            JsonNode row, String place, List<Long> seeds, long maxCycles, Set<Experiment> into) {
        if (!row.isObject()) {
            throw bad(place, "a row is a JSON object");
        }
        knownKeys(row, place, ROW_KEYS);
        List<String> cpus = names(row, place, "cpu", catalogue.cpus(), true);
        List<String> mechanisms = names(row, place, "mechanism", catalogue.mechanisms(), false);
        List<String> workloads = names(row, place, "workload", catalogue.workloads(), false);
        int samples = (int) whole(row, "samples", place, 64, 1, 1_000_000);
        int warmup = (int) whole(row, "warmup", place, 8, 0, 1_000_000);
        int cores = (int) whole(row, "cores", place, 0, 0, 16);
        List<SortedMap<String, String>> options =
                product(settings(row, place, "options", mechanisms, true));
        List<SortedMap<String, String>> parameters =
                product(settings(row, place, "parameters", workloads, false));
        for (String workload : workloads) {
            for (var parameter : parameters) {
                for (String cpu : cpus) {
                    for (String mechanism : mechanisms) {
                        for (var option : options) {
                            for (long seed : seeds) {
                                Experiment experiment =
                                        new Experiment(
                                                cpu, mechanism, option, workload, parameter, seed,
                                                samples, warmup, cores, maxCycles);
                                add(experiment, place, into);
                            }
                        }
                    }
                }
            }
        }
    }

    private void add(Experiment experiment, String place, Set<Experiment> into) {
        if (!into.add(experiment)) {
            throw bad(place, "repeats '" + experiment.label() + "'; remove one of the two");
        }
        if (into.size() > MOST_EXPERIMENTS) {
            throw bad(place, "more than " + MOST_EXPERIMENTS + " experiments; shorten the lists");
        }
    }

    private Map<String, List<String>> settings(
            JsonNode row, String place, String key, List<String> owners, boolean ofMechanism) {
        JsonNode node = row.path(key);
        if (node.isMissingNode()) {
            return Map.of();
        }
        if (!node.isObject()) {
            throw bad(place + "." + key, "needs an object of names and values");
        }
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (var entry : node.properties()) {
            String at = place + "." + key + "." + entry.getKey();
            List<String> list = scalars(entry.getValue(), at);
            for (String owner : owners) {
                Map<String, List<String>> known =
                        ofMechanism ? catalogue.options(owner) : catalogue.parameters(owner);
                if (!known.containsKey(entry.getKey())) {
                    throw bad(
                            at,
                            "'"
                                    + owner
                                    + "' has no such setting"
                                    + Spelling.hint(entry.getKey(), known.keySet()));
                }
                List<String> allowed = known.get(entry.getKey());
                for (String value : list) {
                    if (!allowed.isEmpty() && !allowed.contains(value)) {
                        throw bad(at, "unknown '" + value + "'" + Spelling.hint(value, allowed));
                    }
                }
            }
            values.put(entry.getKey(), list);
        }
        return values;
    }

    private static List<SortedMap<String, String>> product(Map<String, List<String>> settings) {
        List<SortedMap<String, String>> combinations = new ArrayList<>();
        combinations.add(new TreeMap<>());
        for (var setting : settings.entrySet()) {
            List<SortedMap<String, String>> longer = new ArrayList<>();
            for (var combination : combinations) {
                for (String value : setting.getValue()) {
                    SortedMap<String, String> next = new TreeMap<>(combination);
                    next.put(setting.getKey(), value);
                    longer.add(next);
                }
            }
            combinations = longer;
        }
        return combinations;
    }

    private List<String> names(
            JsonNode row, String place, String key, List<String> known, boolean files) {
        String at = place + "." + key;
        List<String> names = scalars(row.path(key), at);
        for (String name : names) {
            if (!known.contains(name) && !(files && name.endsWith(".json"))) {
                throw bad(at, "unknown '" + name + "'" + Spelling.hint(name, known));
            }
        }
        return names;
    }

    /** One value or a list of values, as texts. */
    private List<String> scalars(JsonNode node, String at) {
        List<JsonNode> nodes = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(nodes::add);
        } else if (!node.isMissingNode()) {
            nodes.add(node);
        }
        if (nodes.isEmpty()) {
            throw bad(at, "needs a value or a list of values");
        }
        Set<String> texts = new LinkedHashSet<>();
        for (JsonNode value : nodes) {
            boolean fits = value.isTextual() || value.isIntegralNumber() || value.isBoolean();
            if (!fits || value.asText().isBlank()) {
                throw bad(at, "values are texts, whole numbers, true or false; found " + value);
            }
            if (!texts.add(value.asText())) {
                throw bad(at, "'" + value.asText() + "' stands twice; remove one");
            }
        }
        return new ArrayList<>(texts);
    }

    private List<Long> seeds(JsonNode root) {
        JsonNode node = root.path("seeds");
        if (node.isMissingNode()) {
            return List.of(1L);
        }
        Set<Long> seeds = new LinkedHashSet<>();
        for (JsonNode seed : node) {
            if (!seed.isIntegralNumber() || !seed.canConvertToLong() || !seeds.add(seed.asLong())) {
                throw bad("seeds", "needs a list of different whole numbers; found " + seed);
            }
        }
        if (!node.isArray() || seeds.isEmpty()) {
            throw bad("seeds", "needs a list of at least one whole number");
        }
        return new ArrayList<>(seeds);
    }

    private long whole(
            JsonNode node, String key, String place, long otherwise, long least, long most) {
        JsonNode value = node.path(key);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.asLong() < least
                || value.asLong() > most) {
            throw bad(
                    place.isEmpty() ? key : place + "." + key,
                    "needs a whole number from " + least + " to " + most + "; found " + value);
        }
        return value.asLong();
    }

    private String text(JsonNode root, String key) {
        JsonNode value = root.path(key);
        if (!value.isTextual() || value.asText().isBlank()) {
            throw bad(key, "is missing or no text; add it");
        }
        return value.asText();
    }

    private void knownKeys(JsonNode node, String place, Collection<String> known) {
        for (var entry : node.properties()) {
            if (!known.contains(entry.getKey())) {
                throw bad(
                        place.isEmpty() ? entry.getKey() : place + "." + entry.getKey(),
                        "unknown key" + Spelling.hint(entry.getKey(), known));
            }
        }
    }

    private SuiteException bad(String place, String what) {
        return new SuiteException(file + ": " + (place.isEmpty() ? "" : place + ": ") + what);
    }
}
