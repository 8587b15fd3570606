package org.rustos.core.cpu;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.rustos.core.Sha256;
import org.rustos.core.timing.BranchPredictor;
import org.rustos.core.timing.Cache;
import org.rustos.core.timing.CoreTiming;
import org.rustos.core.timing.CostTable;
import org.rustos.core.timing.Event;
import org.rustos.core.timing.Tlb;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a CPU profile file. Every error is one line that names file, place and remedy. */
public final class ProfileReader {
    private static final int MOST_WAYS = 1024;
    private static final int MOST_ENTRIES = 1 << 20;
    private static final int MOST_BITS = 24;
    private static final double MOST_CYCLES = 1e9;

    /** Events of extensions that no CPU needs; profiles from before they existed stay good. */
    private static final Set<Event> ADDED_LATER =
            Set.of(
                    Event.DESCRIPTOR_CHECK,
                    Event.FRED_ENTER,
                    Event.FRED_LEAVE,
                    Event.SHADOW_STACK_PUSH,
                    Event.SHADOW_STACK_COMPARE);

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
                Sha256.hex(content),
                clock(root),
                new CoreTiming.Geometry(
                        cache(geometry, "l1i"),
                        cache(geometry, "l1d"),
                        cache(geometry, "l2"),
                        tlb(geometry, "itlb"),
                        tlb(geometry, "dtlb"),
                        predictor(object(geometry, "predictor")),
                        geometry.has("decoded") ? cache(geometry, "decoded") : null,
                        geometry.path("inOrder").asBoolean()),
                cache(geometry, "l3"),
                (int) whole(topology, "topology", "coresPerCluster", MOST_WAYS),
                (int) whole(topology, "topology", "clustersPerNode", MOST_WAYS),
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
        overlappedAsAlone(table, Event.DTLB_L2_OVERLAPPED, Event.DTLB_L2);
        overlappedAsAlone(table, Event.DTLB_WALK_OVERLAPPED, Event.DTLB_WALK);
        for (Event added : ADDED_LATER) {
            table.putIfAbsent(
                    added, new CostTable.Cost(0, "assumed: the profile does not speak of it"));
        }
        try {
            return new CostTable(
                    table, cost(object(root, "kernelInstruction"), "kernelInstruction"));
        } catch (IllegalArgumentException e) {
            throw new ProfileException(file + ": costs: " + e.getMessage());
        }
    }

    /** A core without overlap pays the same. */
    private static void overlappedAsAlone(
            Map<Event, CostTable.Cost> table, Event overlapped, Event alone) {
        CostTable.Cost cost = table.get(alone);
        if (cost != null) {
            table.putIfAbsent(
                    overlapped, new CostTable.Cost(cost.millicycles(), "assumed: as " + alone));
        }
    }

    private CostTable.Cost cost(JsonNode node, String place) {
        double cycles = node.path("cycles").asDouble(-1);
        if (!node.path("cycles").isNumber()
                || cycles < 0
                || cycles > MOST_CYCLES
                || node.path("source").asText().isBlank()) {
            throw new ProfileException(
                    file
                            + ": "
                            + place
                            + ": needs 'cycles' (a number, 0 or more) and 'source' (a text)");
        }
        return new CostTable.Cost(Math.round(cycles * 1000), node.get("source").asText());
    }

    private Cache.Geometry cache(JsonNode geometry, String name) {
        JsonNode node = object(geometry, name);
        long bytes = whole(node, name, "bytes", 1L << 32);
        int ways = (int) whole(node, name, "ways", MOST_WAYS);
        requireSets(name, bytes >> Cache.LINE_SHIFT, ways);
        return new Cache.Geometry(bytes, ways, node.path("scattered").asBoolean());
    }

    private Tlb.Geometry tlb(JsonNode geometry, String name) {
        JsonNode node = object(geometry, name);
        int second = (int) whole(node, name, "second", MOST_ENTRIES);
        int ways = (int) whole(node, name, "ways", MOST_WAYS);
        requireSets(name, second, ways);
        return new Tlb.Geometry(
                (int) whole(node, name, "first", MOST_ENTRIES),
                second,
                ways,
                node.path("fractured").asBoolean(),
                node.has("smallPageSteps")
                        ? (int) whole(node, name, "smallPageSteps", MOST_WAYS)
                        : 1);
    }

    private BranchPredictor.Geometry predictor(JsonNode node) {
        String name = "predictor";
        return new BranchPredictor.Geometry(
                (int) whole(node, name, "directionBits", MOST_BITS),
                (int) whole(node, name, "historyBits", MOST_BITS),
                (int) whole(node, name, "indirectBits", MOST_BITS),
                (int) whole(node, name, "returnStack", MOST_ENTRIES));
    }

    private void requireSets(String place, long entries, int ways) {
        if (entries % ways != 0 || Long.bitCount(entries / ways) != 1) {
            throw new ProfileException(
                    file + ": " + place + ": entries divided by 'ways' must be a power of two");
        }
    }

    private double clock(JsonNode root) {
        double gigahertz = number(root, "ghz");
        if (!(gigahertz > 0)) {
            throw new ProfileException(file + ": 'ghz' must be more than 0");
        }
        return gigahertz;
    }

    private long whole(JsonNode node, String place, String name, long most) {
        double value = number(node, name);
        if (value < 1 || value > most || value != Math.rint(value)) {
            throw new ProfileException(
                    file
                            + ": "
                            + place
                            + ": '"
                            + name
                            + "' must be a whole number from 1 to "
                            + most);
        }
        return (long) value;
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
}
