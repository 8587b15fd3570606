package org.rustos.cpu.riscv.hart;

/**
 * What lies at physical addresses outside RAM. An access is naturally aligned and 1, 2, 4 or 8
 * bytes wide; a device that has nothing there refuses it, and the hart takes an access fault.
 */
public interface Bus {
    /** Whether somebody answers at this address in this width. */
    boolean answers(long address, int width, boolean write);

    /** Reads from an address that answers; the upper bits of the result do not matter. */
    long read(long address, int width);

    /** Writes to an address that answers. */
    void write(long address, int width, long value);
}
