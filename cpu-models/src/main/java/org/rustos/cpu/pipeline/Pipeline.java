package org.rustos.cpu.pipeline;

import com.fasterxml.jackson.databind.JsonNode;

import org.rustos.core.cpu.ProfileException;
import org.rustos.core.snapshot.Unsaved;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the block scheduler and the hart read from a profile's {@code pipeline} object: widths,
 * units and the classes of instructions. Times are millicycles.
 */
@Unsaved
public final class Pipeline {
    /**
     * How one kind of instruction executes.
     *
     * @param name for messages and reports
     * @param latencyMc from operands to result, without a load in front
     * @param unit index into the units; -1 for none
     * @param occupancyMc how long it keeps one unit of its kind
     * @param dispatchMc how long dispatch is busy with it: its slots of the pipeline's width, or
     *     more if it comes from the microcode
     * @param barrier everything before must finish first, and nothing behind starts earlier
     * @param overlapMc how long before the end of what is in flight a barrier may begin
     * @param byQuotient a division: latency and occupancy go by the size of the quotient
     * @param loadIsAll with a memory source the load's latency is all (moves, extensions)
     */
    public record InstructionClass(
            String name,
            long latencyMc,
            int unit,
            long occupancyMc,
            long dispatchMc,
            boolean barrier,
            long overlapMc,
            boolean byQuotient,
            boolean loadIsAll) {}

    /** A point of the cost of division: up to this many bits of quotient. */
    private record Division(int bits, long latencyMc, long occupancyMc) {}

    /** The schedule's unit of time: this many make a cycle, so that widths up to 6 divide it. */
    public static final int TICKS = 120;

    /** The size of a quotient that stands for a dividend of two registers. */
    public static final int WIDE_DIVIDEND = 65;

    private static final int MOST = 1_000_000;

    private final String profile;
    private final int registers;
    private final int flags;
    private final List<String> unitNames = new ArrayList<>();
    private final List<Integer> unitCounts = new ArrayList<>();
    private final Map<String, InstructionClass> byKey = new HashMap<>();
    private final InstructionClass other;
    private final int width;
    private final int reorder;
    private final int missBuffers;
    private final int storeQueue;
    private final int usualQuotient;
    private final long backlogMc;
    private final long loadLatencyMc;
    private final long vectorLoadLatencyMc;
    private final long forwardMc;
    private final long stackForwardMc;
    private final long takenBranchMc;
    private final long forwardAddressMc;
    private final long fetchAheadMc;
    private final long vectorLoadOccupancyMc;
    private final long vectorStoreOccupancyMc;
    private final Set<String> fused = new HashSet<>();
    private final int[] divisionTicks = new int[WIDE_DIVIDEND + 1];
    private final int[] divisionOccupancyTicks = new int[WIDE_DIVIDEND + 1];

    /**
     * Reads the object.
     *
     * @param profile name for messages
     * @param registers how many registers the instruction set's decoder numbers
     * @param flags the number of the one that conditional branches wait for
     * @param node the profile's {@code pipeline}
     * @throws ProfileException one line with file, place and remedy
     */
    public Pipeline(String profile, int registers, int flags, JsonNode node) {
        this.profile = profile;
        this.registers = registers;
        this.flags = flags;
        width = count(node, "width");
        usualQuotient = count(node, "usualQuotientBits");
        reorder = count(node, "reorder");
        missBuffers = count(node, "missBuffers");
        storeQueue = count(node, "storeQueue");
        backlogMc = millis(node, "backlog");
        loadLatencyMc = millis(node, "loadLatency");
        vectorLoadLatencyMc = millis(node, "vectorLoadLatency");
        forwardMc = millis(node, "forward");
        stackForwardMc = millis(node, "stackForward");
        takenBranchMc = millis(node, "takenBranch");
        forwardAddressMc = millis(node, "forwardAddress");
        fetchAheadMc = millis(node, "fetchAhead");
        vectorLoadOccupancyMc = millis(node, "vectorLoadOccupancy");
        vectorStoreOccupancyMc = millis(node, "vectorStoreOccupancy");
        node.path("fusedBeforeBranch").forEach(name -> fused.add(name.asText()));
        divisions(node.path("division"));
        for (var unit : node.path("units").properties()) {
            unitNames.add(unit.getKey());
            unitCounts.add(count(node.path("units"), unit.getKey()));
        }
        if (loadUnit() < 0 || storeUnit() < 0) {
            throw new ProfileException(
                    profile + ": pipeline.units: needs the units 'load' and 'store'");
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

    private long dispatchMc(JsonNode row) {
        if (row.has("dispatch")) {
            return millis(row, "dispatch");
        }
        long uops = row.has("uops") ? (int) number(row, "uops") : 1;
        return uops * 1000 / width;
    }

    private void divisions(JsonNode rows) {
        List<Division> points = new ArrayList<>();
        for (JsonNode row : rows) {
            points.add(
                    new Division(
                            (int) number(row, "quotientBits"),
                            millis(row, "latency"),
                            millis(row, "occupancy")));
        }
        if (points.isEmpty()) {
            throw new ProfileException(
                    profile
                            + ": pipeline.division: needs rows of quotientBits, latency and"
                            + " occupancy");
        }
        for (int bits = 0; bits <= WIDE_DIVIDEND; bits++) {
            int above = 0;
            while (above < points.size() - 1 && points.get(above).bits() < bits) {
                above++;
            }
            Division high = points.get(above);
            Division low = points.get(Math.max(0, above - 1));
            double part =
                    high.bits() <= low.bits()
                            ? 1
                            : Math.clamp(
                                    (bits - low.bits()) / (double) (high.bits() - low.bits()),
                                    0,
                                    1);
            divisionTicks[bits] = between(low.latencyMc(), high.latencyMc(), part);
            divisionOccupancyTicks[bits] = between(low.occupancyMc(), high.occupancyMc(), part);
        }
    }

    private int between(long low, long high, double part) {
        return ticks(Math.round(low + (high - low) * part));
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
                        dispatchMc(row),
                        row.path("barrier").asBoolean(),
                        row.has("overlap") ? millis(row, "overlap") : 0,
                        row.path("byQuotient").asBoolean(),
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

    /** How many registers its states know. */
    int registers() {
        return registers;
    }

    /** The number of the register that branches wait for. */
    int flags() {
        return flags;
    }

    /** The class with a name among its mnemonics or categories, or null. */
    public InstructionClass find(String key) {
        return byKey.get(key);
    }

    /** The class of everything that no other names. */
    public InstructionClass other() {
        return other;
    }

    int units() {
        return unitCounts.size();
    }

    int unitCount(int unit) {
        return unitCounts.get(unit);
    }

    /** The unit that every load takes. */
    int loadUnit() {
        return unitNames.indexOf("load");
    }

    /** The unit that every store takes. */
    int storeUnit() {
        return unitNames.indexOf("store");
    }

    int width() {
        return width;
    }

    int storeQueue() {
        return storeQueue;
    }

    /** Instructions behind a miss that may begin before it ends. */
    int reorder() {
        return reorder;
    }

    /** Misses that may be outstanding. */
    int missBuffers() {
        return missBuffers;
    }

    long loadLatencyMc(boolean vector) {
        return vector ? vectorLoadLatencyMc : loadLatencyMc;
    }

    /** Whether a conditional branch is one operation with an instruction of this name before it. */
    public boolean fusesBeforeBranch(String mnemonic) {
        return fused.contains(mnemonic);
    }

    int ticks(long mc) {
        return Math.toIntExact((mc * TICKS + 500) / 1000);
    }

    long millicycles(int ticks) {
        return (ticks * 1000L + TICKS / 2) / TICKS;
    }

    /** From a store's data to a load of the same address, renamed (by the stack pointer) or not. */
    int forwardTicks(boolean renamed) {
        return ticks(renamed ? stackForwardMc : forwardMc);
    }

    /** From the moment that a store's address is known to a load that takes its data. */
    int forwardAddressTicks() {
        return ticks(forwardAddressMc);
    }

    int loadTicksToUse() {
        return ticks(loadLatencyMc);
    }

    /** How long one load keeps the load units, as part of all of them. */
    int loadTicks(boolean vector) {
        return ticks(vector ? vectorLoadOccupancyMc : 1000) / unitCount(loadUnit());
    }

    /** How long one store keeps the store units, as part of all of them. */
    int storeTicks(boolean vector) {
        return ticks(vector ? vectorStoreOccupancyMc : 1000) / unitCount(storeUnit());
    }

    /** How far dispatch may run ahead of what has retired. */
    int reorderTicks() {
        return ticks(backlogMc);
    }

    /** How far fetch may run ahead of dispatch. */
    int fetchAheadTicks() {
        return ticks(fetchAheadMc);
    }

    /** The least time between two taken branches. */
    int takenBranchTicks() {
        return ticks(takenBranchMc);
    }

    /** Bits of a quotient that cannot be seen. */
    public int usualQuotient() {
        return usualQuotient;
    }

    int divisionTicks(int quotientBits) {
        return divisionTicks[quotientBits];
    }

    int divisionOccupancyTicks(int quotientBits) {
        return divisionOccupancyTicks[quotientBits];
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
