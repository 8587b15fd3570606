package org.rustos.core.memory;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What load-reserved instructions (LR, LDXR) reserved, for all harts of a machine: a store of one
 * hart must end the reservation of another, and stores that nobody waits for must cost nothing. So
 * a hart that reserves a line makes every other hart forget that it may store there at once; its
 * next store there comes by the slow path, which asks here.
 *
 * <p>A reservation covers a line of {@link #LINE} bytes; an address is a place in RAM, whatever
 * aliases it has. Harts run one after another, so nothing here is locked.
 */
public final class Reservations {
    /** Bytes that are reserved together (RISC-V leaves it open: "A", section 14.2). */
    public static final int LINE = 64;

    /** Who stores without being a hart: a device. */
    public static final int DEVICE = -1;

    private static final long NONE = -1;

    /** A hart that keeps a list of what it may store to without asking. */
    public interface Storer extends Serializable {
        /** Forgets that it may store without asking to anything in the line at this address. */
        void watch(long line);
    }

    private final List<Storer> storers = new ArrayList<>();

    /** The line that each hart has reserved, or {@link #NONE}. */
    private long[] lines = {};

    private int placed;

    /** One more hart; the result is its number here. */
    public int join(Storer storer) {
        storers.add(storer);
        lines = Arrays.copyOf(lines, storers.size());
        lines[storers.size() - 1] = NONE;
        return storers.size() - 1;
    }

    /** Load-reserved: takes the place of what the hart had reserved before. */
    public void place(int hart, long address) {
        long line = line(address);
        placed += lines[hart] == NONE ? 1 : 0;
        lines[hart] = line;
        for (int other = 0; other < lines.length; other++) {
            if (other != hart) {
                storers.get(other).watch(line);
            }
        }
    }

    /** Whether the reservation that a hart placed at this address still holds. */
    public boolean holds(int hart, long address) {
        return lines[hart] == line(address);
    }

    /** Store-conditional, or whatever else ends the hart's own reservation. */
    public void clear(int hart) {
        placed -= lines[hart] == NONE ? 0 : 1;
        lines[hart] = NONE;
    }

    /**
     * Whether another hart has reserved something here, so that stores have to ask each time.
     *
     * @param address the first byte
     * @param bytes how many, at least one
     */
    public boolean watched(int hart, long address, long bytes) {
        if (placed == 0) {
            return false;
        }
        for (int other = 0; other < lines.length; other++) {
            if (other != hart && touches(other, address, bytes)) {
                return true;
            }
        }
        return false;
    }

    /**
     * A store, which ends the reservations of others.
     *
     * @param hart who stores, {@link #DEVICE} for none
     */
    public void stored(int hart, long address, long bytes) {
        if (placed == 0) {
            return;
        }
        for (int other = 0; other < lines.length; other++) {
            if (other != hart && touches(other, address, bytes)) {
                clear(other);
            }
        }
    }

    private boolean touches(int hart, long address, long bytes) {
        long line = lines[hart];
        return line != NONE && line <= address + bytes - 1 && address <= line + LINE - 1;
    }

    private static long line(long address) {
        return address & -LINE;
    }
}
