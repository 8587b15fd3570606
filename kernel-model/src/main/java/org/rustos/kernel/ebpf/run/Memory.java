package org.rustos.kernel.ebpf.run;

import java.util.ArrayList;
import java.util.List;

/**
 * The addresses of a run: the upper half names a region, the lower half the byte in it, so that no
 * arithmetic on offsets leads from one region into another.
 */
public final class Memory {
    private static final int SHIFT = 32;
    private static final int REGIONS_MAX = 1 << 20;

    private final List<Region> regions = new ArrayList<>();
    private final Region ram;

    /** Nothing is reachable but what is added. */
    public Memory() {
        this(null);
    }

    /**
     * What a program reaches that nobody verified: the kernel's map of all RAM as well.
     *
     * @param ram at {@link RamRegion#UPPER_HALF}; null for none
     */
    public Memory(RamRegion ram) {
        this.ram = ram;
    }

    /** Gives a region an address. */
    public long add(Region region) {
        if (full()) {
            throw new IllegalStateException("too many regions");
        }
        regions.add(region);
        return (long) regions.size() << SHIFT;
    }

    /** Whether another region would be one too many. */
    boolean full() {
        return regions.size() == REGIONS_MAX;
    }

    /** Makes what was there unreachable. */
    public void remove(long address) {
        int index = index(address);
        if (index >= 0) {
            regions.set(index, null);
        }
    }

    /** The region of an address, or null. */
    public Region at(long address) {
        if (ram != null && address >>> SHIFT == RamRegion.UPPER_HALF) {
            return ram;
        }
        int index = index(address);
        return index < 0 ? null : regions.get(index);
    }

    /** The region if it allows the access, or null. */
    Region reach(long address, int size, boolean write) {
        Region region = at(address);
        return region != null && region.allows(offset(address), size, write) ? region : null;
    }

    /** A copy of bytes, or null if they are not all reachable. */
    public byte[] copy(long address, long size) {
        if (size < 0 || size > Integer.MAX_VALUE) {
            return null;
        }
        byte[] copy = new byte[(int) Math.min(size, 1 << 20)];
        if (copy.length != size) {
            return null;
        }
        for (int i = 0; i < copy.length; i++) {
            Region region = reach(address + i, 1, false);
            if (region == null) {
                return null;
            }
            copy[i] = (byte) region.load(offset(address + i), 1);
        }
        return copy;
    }

    static int offset(long address) {
        return (int) address;
    }

    private int index(long address) {
        long index = (address >>> SHIFT) - 1;
        return index < 0 || index >= regions.size() ? -1 : (int) index;
    }
}
