package org.rustos.core.machine;

import org.rustos.core.hart.HartContext;

import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Recognises that all cores spin for ever, so that such a run ends with a name and not at its cycle
 * limit.
 *
 * <p>Cores that ran long without a trap, kernel work or a timer are looked at block by block. If
 * each comes back to the registers that it had, with the same bytes in memory, and meanwhile no
 * core went beyond its private caches, read a clock, and no timer is armed, then nothing that could
 * end the loops can ever happen: each core alone is a deterministic machine in a state that it was
 * in before. Whatever is not certain counts as progress. Looking changes no cycle.
 */
public final class SpinWatch {
    /**
     * What a look needs to know of the machine around the cores.
     *
     * @param memory a digest of all bytes that guests can reach
     * @param beyond how often any core went beyond its private caches
     */
    public record Surroundings(LongSupplier memory, LongSupplier beyond) {}

    /**
     * Undisturbed time before the first look; doubled for good by each look that found progress, so
     * that a run has few of them.
     */
    private static final long PATIENCE_MC = 1_000_000_000L;

    /** Blocks of one look; a longer loop is not recognised. */
    private static final int MOST_BLOCKS = 1 << 12;

    /** Digests of one look: they are what costs the host time. */
    private static final int MOST_DIGESTS = 16;

    private final List<Core> cores;
    private final Timers timers;
    private final Surroundings around;
    private final boolean[] back;
    private final Registers[] start;
    private long patienceMc = PATIENCE_MC;
    private long quietSinceMc = -1;
    private boolean looking;
    private long memory;
    private long beyond;
    private long clockReads;
    private int blocks;
    private int digests;

    private record Registers(long pc, long keys, long[] general, byte[] extended) {
        static Registers of(HartContext context) {
            long[] general = new long[context.registerNames().length];
            for (int i = 0; i < general.length; i++) {
                general[i] = context.register(i);
            }
            return new Registers(
                    context.pc(), context.keyRights(), general, context.extendedState());
        }

        boolean same(HartContext now) {
            if (now.pc() != pc) {
                return false;
            }
            Registers other = of(now);
            return keys == other.keys
                    && Arrays.equals(general, other.general)
                    && Arrays.equals(extended, other.extended);
        }
    }

    public SpinWatch(List<Core> cores, Timers timers, Surroundings around) {
        this.cores = List.copyOf(cores);
        this.timers = timers;
        this.around = around;
        this.back = new boolean[cores.size()];
        this.start = new Registers[cores.size()];
    }

    /** A trap, kernel work or a timer: somebody made progress. */
    void disturbed() {
        quietSinceMc = -1;
        looking = false;
    }

    /** How far a core may run before it must be looked at. */
    long horizon(Core core) {
        if (quietSinceMc < 0) {
            quietSinceMc = core.clockMc();
        }
        return looking ? core.clockMc() + 1 : quietSinceMc + patienceMc;
    }

    /** A core ran up to its budget. True if now it is certain that all cores spin for ever. */
    boolean stuck(Core core) {
        if (!looking) {
            if (core.clockMc() >= quietSinceMc + patienceMc) {
                begin(core);
            }
            return false;
        }
        blocks++;
        if (around.beyond.getAsLong() != beyond || clockReads() != clockReads) {
            giveUp(core);
            return false;
        }
        int id = core.id();
        if (!back[id] && start[id].same(core.context())) {
            if (digests == 0) {
                // The first that comes back makes it worth to look at memory: from here on.
                remember();
                memory = around.memory.getAsLong();
            } else {
                back[id] = around.memory.getAsLong() == memory;
            }
            digests++;
        }
        if (allBack()) {
            return true;
        }
        if (blocks >= MOST_BLOCKS * cores.size() || digests >= MOST_DIGESTS) {
            giveUp(core);
        }
        return false;
    }

    private void begin(Core first) {
        boolean all = timers.next() == Long.MAX_VALUE;
        for (Core core : cores) {
            all &= core.parked() || core.current() == null && core.context() != null;
        }
        if (!all) {
            giveUp(first);
            return;
        }
        remember();
        beyond = around.beyond.getAsLong();
        clockReads = clockReads();
        blocks = 0;
        digests = 0;
        looking = true;
    }

    /** Where each core is that must come back there. */
    private void remember() {
        for (Core core : cores) {
            back[core.id()] = core.parked();
            start[core.id()] = core.parked() ? null : Registers.of(core.context());
        }
    }

    private boolean allBack() {
        for (boolean one : back) {
            if (!one) {
                return false;
            }
        }
        return true;
    }

    private long clockReads() {
        long sum = 0;
        for (Core core : cores) {
            sum += core.ledger().timeObservations();
        }
        return sum;
    }

    private void giveUp(Core core) {
        looking = false;
        quietSinceMc = core.clockMc();
        patienceMc *= 2;
    }
}
