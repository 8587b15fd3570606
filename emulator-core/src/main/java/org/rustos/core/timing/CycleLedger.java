package org.rustos.core.timing;

import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The one class that turns counts into cycles: the clock of a core and the account of where its
 * cycles went.
 *
 * <p>The clock equals the sum of the categories, always and exactly. Unit: millicycles. Hot methods
 * take no lock and allocate nothing; a ledger belongs to one host thread.
 */
public final class CycleLedger {
    private static final Category[] CATEGORIES = Category.values();

    private final CostTable table;
    private final long[] costMc = new long[Event.count()];
    private final long kernelInstructionMc;
    private final long[] counts = new long[Event.count()];
    private final long[] scheduledMc = new long[CATEGORIES.length];
    private final long[] kernelInstructions = new long[CATEGORIES.length];
    private String[] pathNames = new String[64];
    private long[] pathRuns = new long[64];
    private long clockMc;
    private long timeObservations;

    public CycleLedger(CostTable table) {
        this.table = table;
        for (Event event : Event.values()) {
            costMc[event.ordinal()] = table.of(event).millicycles();
        }
        this.kernelInstructionMc = table.kernelInstruction().millicycles();
    }

    /** The core's local time in millicycles since the machine started. */
    public long clockMc() {
        return clockMc;
    }

    public void count(Event event) {
        int e = event.ordinal();
        counts[e]++;
        clockMc += costMc[e];
    }

    public void count(Event event, long times) {
        int e = event.ordinal();
        counts[e] += times;
        clockMc += costMc[e] * times;
    }

    /**
     * Adds user work whose cycles a static schedule gave. May be negative: a block left half-way.
     */
    public void scheduled(Category category, long mc) {
        scheduledMc[category.ordinal()] += mc;
        clockMc += mc;
    }

    /** Adds instructions of a kernel path. */
    public void kernelInstructions(Category category, long instructions) {
        kernelInstructions[category.ordinal()] += instructions;
        clockMc += instructions * kernelInstructionMc;
    }

    /** Notes that a kernel path ran; its cycles are counted by what it does. */
    void ran(KernelPath path) {
        int index = path.index();
        if (index >= pathRuns.length) {
            pathNames = Arrays.copyOf(pathNames, 2 * index);
            pathRuns = Arrays.copyOf(pathRuns, 2 * index);
        }
        pathNames[index] = path.name();
        pathRuns[index]++;
    }

    private SortedMap<String, Long> runsByName() {
        SortedMap<String, Long> runs = new TreeMap<>();
        for (int i = 0; i < pathRuns.length; i++) {
            if (pathRuns[i] != 0) {
                runs.put(pathNames[i], pathRuns[i]);
            }
        }
        return runs;
    }

    /**
     * Notes that something took a decision by the clock (a clock read, a timer): what was counted
     * since the start would differ under other prices.
     */
    public void timeObserved() {
        timeObservations++;
    }

    public boolean wasTimeObserved() {
        return timeObservations != 0;
    }

    /** How often that was. */
    public long timeObservations() {
        return timeObservations;
    }

    /** Moves the clock forward to a time, as idle; a time in the past changes nothing. */
    public void idleUntil(long mc) {
        if (mc > clockMc) {
            scheduled(Category.IDLE, mc - clockMc);
        }
    }

    /** The price of one event in millicycles, for events that are latencies. */
    public long costMc(Event event) {
        return costMc[event.ordinal()];
    }

    /** Millicycles in which the core had nothing to do. */
    public long idleMc() {
        return scheduledMc[Category.IDLE.ordinal()];
    }

    public long counted(Event event) {
        return counts[event.ordinal()];
    }

    /** A copy of all accounts now. */
    public Account account() {
        return new Account(
                table,
                counts.clone(),
                scheduledMc.clone(),
                kernelInstructions.clone(),
                runsByName(),
                clockMc);
    }
}
