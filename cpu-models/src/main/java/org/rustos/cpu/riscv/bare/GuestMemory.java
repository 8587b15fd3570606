package org.rustos.cpu.riscv.bare;

import org.rustos.core.memory.PhysicalMemory;
import org.rustos.core.memory.Reservations;
import org.rustos.cpu.riscv.hart.RiscvMemory;

/**
 * RAM as a device sees it: by physical address, and only where there is RAM. What a device writes
 * ends reservations of harts.
 */
final class GuestMemory {
    private final PhysicalMemory ram;
    private final Reservations reservations;

    GuestMemory(PhysicalMemory ram, Reservations reservations) {
        this.ram = ram;
        this.reservations = reservations;
    }

    /** Whether a range of at least one byte is RAM. */
    boolean holds(long address, long bytes) {
        long offset = address - RiscvMemory.RAM_BASE;
        return offset >= 0 && bytes > 0 && bytes <= ram.size() && offset <= ram.size() - bytes;
    }

    int getShort(long address) {
        return ram.getShort(address - RiscvMemory.RAM_BASE) & 0xffff;
    }

    int getInt(long address) {
        return ram.getInt(address - RiscvMemory.RAM_BASE);
    }

    long getLong(long address) {
        return ram.getLong(address - RiscvMemory.RAM_BASE);
    }

    void putShort(long address, int value) {
        reservations.stored(Reservations.DEVICE, address - RiscvMemory.RAM_BASE, 2);
        ram.putShort(address - RiscvMemory.RAM_BASE, (short) value);
    }

    void putInt(long address, int value) {
        reservations.stored(Reservations.DEVICE, address - RiscvMemory.RAM_BASE, 4);
        ram.putInt(address - RiscvMemory.RAM_BASE, value);
    }

    void putLong(long address, long value) {
        reservations.stored(Reservations.DEVICE, address - RiscvMemory.RAM_BASE, 8);
        ram.putLong(address - RiscvMemory.RAM_BASE, value);
    }

    int getByte(long address) {
        return ram.getByte(address - RiscvMemory.RAM_BASE) & 0xff;
    }

    void read(long address, byte[] into, int offset, int count) {
        ram.read(address - RiscvMemory.RAM_BASE, into, offset, count);
    }

    void write(long address, byte[] from, int offset, int count) {
        reservations.stored(Reservations.DEVICE, address - RiscvMemory.RAM_BASE, count);
        ram.write(address - RiscvMemory.RAM_BASE, from, offset, count);
    }
}
