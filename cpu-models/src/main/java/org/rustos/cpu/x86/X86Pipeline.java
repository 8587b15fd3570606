package org.rustos.cpu.x86;

import com.fasterxml.jackson.databind.JsonNode;

import org.rustos.core.cpu.ProfileException;
import org.rustos.cpu.zydis.Instruction;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the block scheduler and the hart read from a profile's {@code pipeline} object: widths,
 * units and the classes of instructions. Times are millicycles.
 */
final class X86Pipeline {
    /**
     * How one kind of instruction executes.
     *
     * @param name for messages and reports
     * @param latencyMc from operands to result, without a load in front
     * @param unit index into the units; -1 for none
     * @param occupancyMc how long it keeps one unit of its kind
     * @param uops slots that it takes of the pipeline's width
     * @param barrier everything before must finish first, and nothing behind starts earlier
     * @param loadIsAll with a memory source the load's latency is all (moves, extensions)
     */
    record InstructionClass(
            String name,
            long latencyMc,
            int unit,
            long occupancyMc,
            int uops,
            boolean barrier,
            boolean loadIsAll) {}

    private static final int MOST = 1_000_000;

    private final String profile;
    private final List<String> unitNames = new ArrayList<>();
    private final List<Integer> unitCounts = new ArrayList<>();
    private final Map<String, InstructionClass> byKey = new HashMap<>();
    private final InstructionClass other;
    private final int width;
    private final int reorder;
    private final int storeQueue;
    private final long overlapWindowMc;
    private final long loadLatencyMc;
    private final long vectorLoadLatencyMc;
    private final long forwardMc;
    private final long stackForwardMc;
    private final long takenBranchMc;
    private final double exposed;

    /**
     * Reads the object.
     *
     * @param profile name for messages
     * @param node the profile's {@code pipeline}
     * @throws ProfileException one line with file, place and remedy
     */
    X86Pipeline(String profile, JsonNode node) {
        this.profile = profile;
        width = count(node, "width");
        reorder = count(node, "reorder");
        storeQueue = count(node, "storeQueue");
        overlapWindowMc = millis(node, "overlapWindow");
        loadLatencyMc = millis(node, "loadLatency");
        vectorLoadLatencyMc = millis(node, "vectorLoadLatency");
        forwardMc = millis(node, "forward");
        stackForwardMc = millis(node, "stackForward");
        takenBranchMc = millis(node, "takenBranch");
        exposed = number(node, "exposedLatency");
        for (var unit : node.path("units").properties()) {
            unitNames.add(unit.getKey());
            unitCounts.add(count(node.path("units"), unit.getKey()));
        }
        for (JsonNode row : node.path("classes")) {
            add(row);
        }
        other = byKey.get("*");
        if (other == null) {
            throw new ProfileException(
                    profile + ": pipeline.classes: no class with \"mnemonics\": [\"*\"]; add one");
        }
    }

    private void add(JsonNode row) {
        String name = row.path("name").asText();
        if (row.path("source").asText().isBlank()) {
            throw new ProfileException(
                    profile + ": pipeline.classes." + name + ": needs 'source' (a text)");
        }
        String unit = row.path("unit").asText();
        int unitIndex = unitNames.indexOf(unit);
        if (unitIndex < 0 && !unit.isEmpty()) {
            throw new ProfileException(
                    profile + ": pipeline.classes." + name + ": unknown unit '" + unit + "'");
        }
        InstructionClass made =
                new InstructionClass(
                        name,
                        millis(row, "latency"),
                        unitIndex,
                        row.has("occupancy") ? millis(row, "occupancy") : unitIndex < 0 ? 0 : 1000,
                        row.has("uops") ? (int) number(row, "uops") : 1,
                        row.path("barrier").asBoolean(),
                        row.path("loadIsAll").asBoolean());
        String prefix = row.path("locked").asBoolean() ? "lock " : "";
        int bits = row.path("bits").asInt(0);
        for (JsonNode mnemonic : row.path("mnemonics")) {
            byKey.put(prefix + mnemonic.asText() + (bits == 0 ? "" : "/" + bits), made);
        }
        for (JsonNode category : row.path("categories")) {
            byKey.put(prefix + category.asText(), made);
        }
    }

    /**
     * The class of an instruction: by lock and mnemonic, mnemonic and width, mnemonic, category.
     */
    InstructionClass classOf(Instruction instruction) {
        String mnemonic = instruction.mnemonic();
        InstructionClass found = null;
        if (instruction.repeated() && instruction.category().equals("STRINGOP")) {
            found = byKey.get("*rep");
        } else if (instruction.locked()) {
            found = byKey.get("lock " + mnemonic);
            found = found != null ? found : byKey.get("lock *");
        }
        if (found == null) {
            found = byKey.get(mnemonic + "/" + instruction.operandBits());
        }
        if (found == null) {
            found = byKey.get(mnemonic);
        }
        if (found == null) {
            found = byKey.get(instruction.category());
        }
        return found == null ? other : found;
    }

    int units() {
        return unitCounts.size();
    }

    int unitCount(int unit) {
        return unitCounts.get(unit);
    }

    /** The unit that every load takes for a cycle; -1 if the profile has none. */
    int loadUnit() {
        return unitNames.indexOf("load");
    }

    /** The unit that every store takes for a cycle; -1 if the profile has none. */
    int storeUnit() {
        return unitNames.indexOf("store");
    }

    int width() {
        return width;
    }

    int reorder() {
        return reorder;
    }

    int storeQueue() {
        return storeQueue;
    }

    /** A miss this soon after another one overlaps it. */
    long overlapWindowMc() {
        return overlapWindowMc;
    }

    long loadLatencyMc(boolean vector) {
        return vector ? vectorLoadLatencyMc : loadLatencyMc;
    }

    /** From a store's data to a load of the same address, through the stack pointer or not. */
    long forwardMc(boolean stack) {
        return stack ? stackForwardMc : forwardMc;
    }

    /** The least time between two taken branches. */
    long takenBranchMc() {
        return takenBranchMc;
    }

    /** Which part of a block's own latency its neighbours cannot hide, 0 to 1. */
    double exposed() {
        return exposed;
    }

    private long millis(JsonNode node, String name) {
        return Math.round(number(node, name) * 1000);
    }

    private int count(JsonNode node, String name) {
        double value = number(node, name);
        if (value < 1) {
            throw new ProfileException(profile + ": pipeline: '" + name + "' must be 1 or more");
        }
        return (int) value;
    }

    private double number(JsonNode node, String name) {
        JsonNode child = node.path(name);
        double value = child.asDouble(-1);
        if (!child.isNumber() || value < 0 || value > MOST) {
            throw new ProfileException(
                    profile
                            + ": pipeline: '"
                            + name
                            + "' must be a number from 0 to "
                            + MOST
                            + " in "
                            + clip(node));
        }
        return value;
    }

    private static String clip(JsonNode node) {
        String text = node.toString();
        return text.length() < 80 ? text : text.substring(0, 80) + "...";
    }
}
