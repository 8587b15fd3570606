package org.rustos.cpu.riscv.timing;

import com.fasterxml.jackson.databind.JsonNode;

import org.rustos.core.cpu.ProfileException;
import org.rustos.cpu.riscv.isa.OpCode;
import org.rustos.cpu.riscv.isa.OpTable;
import org.rustos.cpu.riscv.isa.RegisterUse;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the schedule reads from a profile's {@code pipeline} object, so that every cycle count is
 * data with a source: issue width, pipes, and the class of every operation. Docs: {@code
 * docs/timing-model.md}.
 */
public final class RiscvPipeline {
    private static final int MOST_WIDTH = 8;
    private static final int MOST_CYCLES = 1000;
    private static final int MOST_PIPES = 8;

    /** An encoding that means nothing waits and traps like the operations of this kind. */
    private static final String KIND_OF_ILLEGAL = "system";

    private static final OpTable ALL = OpTable.CHERI_V9_CAPABILITY_MODE;

    private final String profile;
    private final List<String> opNames = new ArrayList<>();
    private final List<String> kinds = new ArrayList<>();
    private final List<String> pipes;
    private final List<String> units;
    private final int width;
    private final int takenBranch;
    private final OpClass[] classes = new OpClass[OpCode.COUNT];

    /**
     * Reads the object.
     *
     * @param profile name for messages
     * @param node the profile's {@code pipeline}
     * @throws ProfileException one line with file, place and remedy
     */
    public RiscvPipeline(String profile, JsonNode node) {
        this.profile = profile;
        width = whole(node, "pipeline", "width", 1, MOST_WIDTH);
        takenBranch = whole(node, "pipeline", "takenBranch", 0, MOST_CYCLES);
        pipes = names(node, "pipes");
        units = names(node, "units");
        if (pipes.isEmpty() || pipes.size() > MOST_PIPES) {
            throw bad("pipeline", "'pipes' must name 1 to " + MOST_PIPES + " pipes");
        }
        for (int opCode = 0; opCode < OpCode.COUNT; opCode++) {
            opNames.add(ALL.name(opCode));
            kinds.add(opCode == OpCode.ILLEGAL ? KIND_OF_ILLEGAL : ALL.kind(opCode));
        }
        Map<String, OpClass> byKey = classes(node.path("classes"));
        for (int opCode = 0; opCode < OpCode.COUNT; opCode++) {
            classes[opCode] = classOf(opCode, byKey);
        }
    }

    /** Operations issued in one cycle at most. */
    int width() {
        return width;
    }

    int pipes() {
        return pipes.size();
    }

    int units() {
        return units.size();
    }

    /** From the issue of a taken branch to the first issue of what it goes to, at least. */
    int takenBranch() {
        return takenBranch;
    }

    OpClass classOf(int opCode) {
        return classes[opCode];
    }

    RegisterUse registers() {
        return RegisterUse.ALL;
    }

    /** By name, else by kind and precision, else by kind. */
    private OpClass classOf(int opCode, Map<String, OpClass> byKey) {
        String name = opNames.get(opCode);
        String kind = kinds.get(opCode);
        String precision = name.endsWith(".s") ? "single" : "double";
        OpClass found = byKey.get("op " + name);
        found = found != null ? found : byKey.get(kind + "/" + precision);
        found = found != null ? found : byKey.get(kind);
        if (found == null) {
            throw bad(
                    "pipeline.classes", "no class for kind '" + kind + "' (" + name + "); add one");
        }
        return found;
    }

    private Map<String, OpClass> classes(JsonNode rows) {
        Map<String, OpClass> byKey = new HashMap<>();
        int number = 0;
        for (JsonNode row : rows) {
            String place = "pipeline.classes[" + number++ + "]";
            OpClass made = opClass(row, place);
            List<String> keys = keys(row, place);
            if (keys.isEmpty()) {
                throw bad(place, "needs 'kinds' or 'ops', lists of names");
            }
            for (String key : keys) {
                if (byKey.put(key, made) != null) {
                    throw bad(place, "'" + key + "' has a class already");
                }
            }
        }
        return byKey;
    }

    private List<String> keys(JsonNode row, String place) {
        List<String> keys = new ArrayList<>();
        String precision = row.path("precision").asText();
        if (!precision.matches("|single|double")) {
            throw bad(place, "'precision' must be single or double");
        }
        for (JsonNode kind : row.path("kinds")) {
            if (!kinds.contains(kind.asText())) {
                throw bad(place, "unknown kind '" + kind.asText() + "'");
            }
            keys.add(kind.asText() + (precision.isEmpty() ? "" : "/" + precision));
        }
        for (JsonNode op : row.path("ops")) {
            if (!opNames.contains(op.asText())) {
                throw bad(place, "unknown operation '" + op.asText() + "'");
            }
            keys.add("op " + op.asText());
        }
        return keys;
    }

    private OpClass opClass(JsonNode row, String place) {
        if (row.path("source").asText().isBlank()) {
            throw bad(place, "needs 'source' (a text)");
        }
        int mask = 0;
        for (JsonNode pipe : row.path("pipes")) {
            mask |= 1 << index(pipes, pipe.asText(), place, "pipe");
        }
        if (mask == 0) {
            throw bad(place, "'pipes' must name a pipe");
        }
        int occupancy = optional(row, place, "occupancy", 1);
        if (occupancy < 1 || occupancy > 1 && Integer.bitCount(mask) > 1) {
            throw bad(place, "'occupancy' must be 1, or more in a class with one pipe");
        }
        int latency = whole(row, place, "latency", 1, MOST_CYCLES);
        boolean unit = row.has("unit");
        return new OpClass(
                latency,
                optional(row, place, "late", 0),
                optional(row, place, "lateLatency", latency),
                optional(row, place, "dataLate", optional(row, place, "late", 0)),
                row.path("bypassed").asBoolean(true),
                mask,
                occupancy,
                unit ? index(units, row.path("unit").asText(), place, "unit") : -1,
                unit ? whole(row, place, "busy", 1, MOST_CYCLES) : 0,
                row.path("alone").asBoolean(),
                row.path("drain").asBoolean());
    }

    private int index(List<String> names, String name, String place, String what) {
        int index = names.indexOf(name);
        if (index < 0) {
            throw bad(place, "unknown " + what + " '" + name + "'");
        }
        return index;
    }

    private static List<String> names(JsonNode node, String name) {
        List<String> names = new ArrayList<>();
        node.path(name).forEach(child -> names.add(child.asText()));
        return List.copyOf(names);
    }

    private int optional(JsonNode node, String place, String name, int otherwise) {
        return node.has(name) ? whole(node, place, name, 0, MOST_CYCLES) : otherwise;
    }

    private int whole(JsonNode node, String place, String name, int least, int most) {
        JsonNode child = node.path(name);
        double value = child.asDouble(-1);
        if (!child.isNumber() || value != Math.rint(value) || value < least || value > most) {
            throw bad(place, "'" + name + "' must be a whole number from " + least + " to " + most);
        }
        return (int) value;
    }

    private ProfileException bad(String place, String what) {
        return new ProfileException(profile + ": " + place + ": " + what);
    }
}
