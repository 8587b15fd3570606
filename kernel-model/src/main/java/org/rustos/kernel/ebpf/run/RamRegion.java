package org.rustos.kernel.ebpf.run;

import org.rustos.core.memory.PhysicalMemory;

/**
 * The kernel's map of all RAM, where Linux has it on x86-64 without randomisation: what a program
 * that nobody verified finds behind the objects that it was given.
 */
public final class RamRegion extends Region {
    /** The upper half of its addresses. */
    public static final long UPPER_HALF = 0xffff_8880L;

    private final PhysicalMemory memory;

    public RamRegion(PhysicalMemory memory) {
        super(new byte[0], true);
        this.memory = memory;
    }

    @Override
    public boolean allows(long offset, int size, boolean write) {
        return offset >= 0 && offset + size <= memory.size();
    }

    @Override
    public long load(int offset, int size) {
        Region copy = new Region(new byte[size], true);
        memory.read(offset, copy.bytes(), 0, size);
        return copy.load(0, size);
    }

    @Override
    public void store(int offset, int size, long value) {
        Region copy = new Region(new byte[size], true);
        copy.store(0, size, value);
        memory.write(offset, copy.bytes(), 0, size);
    }
}
