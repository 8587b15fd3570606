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
        byte[] bytes = new byte[size];
        memory.read(offset, bytes, 0, size);
        long value = 0;
        for (int i = size - 1; i >= 0; i--) {
            value = value << 8 | bytes[i] & 0xff;
        }
        return value;
    }

    @Override
    public void store(int offset, int size, long value) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (value >>> 8 * i);
        }
        memory.write(offset, bytes, 0, size);
    }
}
