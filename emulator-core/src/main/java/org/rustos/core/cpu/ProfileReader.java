package org.rustos.core.cpu;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.rustos.core.timing.BranchPredictor;
import org.rustos.core.timing.Cache;
import org.rustos.core.timing.CoreTiming;
import org.rustos.core.timing.CostTable;
import org.rustos.core.timing.Event;
import org.rustos.core.timing.Tlb;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a CPU profile file. Every error is one line that names file, place and remedy. */
public final class ProfileReader {
    private final String file;

    private ProfileReader(String file) {
        this.file = file;
    }

    /**
     * Parses a profile.
     *
     * @param file name for messages
     * @param content the bytes of the file
     */
    public static CpuProfile read(String file, byte[] content) {
        return new ProfileReader(file).parse(content);
    }

    private CpuProfile parse(byte[] content) {
        JsonNode root;
        try {
            root = new ObjectMapper().readTree(content);
        } catch (IOException e) {
            throw new ProfileException(
                    file
                            + ": not JSON ("
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
                            + ")");
        }
        if (root == null || !root.isObject()) {
            throw new ProfileException(file + ": a profile is a JSON object");
        }
        JsonNode geometry = object(root, "geometry");
        JsonNode topology = object(root, "topology");
        Map<String, Boolean> mitigations = new LinkedHashMap<>();
        Set<Event> off = EnumSet.noneOf(Event.class);
        for (var entry : object(root, "mitigations").properties()) {
            boolean on = entry.getValue().path("on").asBoolean();
            mitigations.put(entry.getKey(), on);
            if (!on) {
                off.add(event(text(entry.getValue(), "event"), "mitigations." + entry.getKey()));
            }
        }
        Map<String, Boolean> features = new LinkedHashMap<>();
        root.path("features")
                .properties()
                .forEach(e -> features.put(e.getKey(), e.getValue().asBoolean()));
        List<String> fitted = new ArrayList<>();
        root.path("fitted").forEach(n -> fitted.add(n.asText()));
        return new CpuProfile(
                text(root, "id"),
                isa(text(root, "isa")),
                text(root, "engine"),
                root.path("description").asText(),
                sha256(content),
                number(root, "ghz"),
                new CoreTiming.Geometry(
                        cache(geometry, "l1i"),
                        cache(geometry, "l1d"),
                        cache(geometry, "l2"),
                        tlb(geometry, "itlb"),
                        tlb(geometry, "dtlb"),
                        predictor(object(geometry, "predictor"))),
                cache(geometry, "l3"),
                (int) number(topology, "coresPerCluster"),
                (int) number(topology, "clustersPerNode"),
                costs(root),
                Collections.unmodifiableMap(mitigations),
                Collections.unmodifiableSet(off),
                Collections.unmodifiableMap(features),
                List.copyOf(fitted),
                root.path("pipeline"),
                root);
    }

    private CostTable costs(JsonNode root) {
        JsonNode costs = object(root, "costs");
        Map<Event, CostTable.Cost> table = new EnumMap<>(Event.class);
        for (var entry : costs.properties()) {
            table.put(
                    event(entry.getKey(), "costs"),
                    cost(entry.getValue(), "costs." + entry.getKey()));
        }
        try {
            return new CostTable(
                    table, cost(object(root, "kernelInstruction"), "kernelInstruction"));
        } catch (IllegalArgumentException e) {
            throw new ProfileException(file + ": costs: " + e.getMessage());
        }
    }

    private CostTable.Cost cost(JsonNode node, String place) {
        if (!node.path("cycles").isNumber() || node.path("source").asText().isBlank()) {
            throw new ProfileException(
                    file + ": " + place + ": needs 'cycles' (a number) and 'source' (a text)");
        }
        return new CostTable.Cost(
                Math.round(node.get("cycles").asDouble() * 1000), node.get("source").asText());
    }

    private Cache.Geometry cache(JsonNode geometry, String name) {
        JsonNode node = object(geometry, name);
        return new Cache.Geometry((long) number(node, "bytes"), (int) number(node, "ways"));
    }

    private Tlb.Geometry tlb(JsonNode geometry, String name) {
        JsonNode node = object(geometry, name);
        return new Tlb.Geometry(
                (int) number(node, "first"),
                (int) number(node, "second"),
                (int) number(node, "ways"));
    }

    private BranchPredictor.Geometry predictor(JsonNode node) {
        return new BranchPredictor.Geometry(
                (int) number(node, "directionBits"),
                (int) number(node, "historyBits"),
                (int) number(node, "indirectBits"),
                (int) number(node, "returnStack"));
    }

    private Isa isa(String name) {
        for (Isa isa : Isa.values()) {
            if (isa.id().equals(name)) {
                return isa;
            }
        }
        throw new ProfileException(file + ": isa: unknown '" + name + "'");
    }

    private Event event(String name, String place) {
        try {
            return Event.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new ProfileException(file + ": " + place + ": unknown event '" + name + "'");
        }
    }

    private JsonNode object(JsonNode node, String name) {
        JsonNode child = node.path(name);
        if (!child.isObject()) {
            throw new ProfileException(file + ": '" + name + "' is missing or no object");
        }
        return child;
    }

    private String text(JsonNode node, String name) {
        JsonNode child = node.path(name);
        if (!child.isTextual() || child.asText().isBlank()) {
            throw new ProfileException(file + ": '" + name + "' is missing or no text");
        }
        return child.asText();
    }

    private double number(JsonNode node, String name) {
        JsonNode child = node.path(name);
        if (!child.isNumber()) {
            throw new ProfileException(file + ": '" + name + "' is missing or no number");
        }
        return child.asDouble();
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
