package org.rustos.cpu.riscv.bare;

/** Registers at offsets. An access is naturally aligned and lies within the device. */
interface Device {
    /** Whether an access of this width means anything here; else the hart takes a fault. */
    boolean answers(long offset, int width);

    /** Reads a register. */
    long read(long offset, int width);

    /** Writes a register. */
    void write(long offset, int width, long value);
}
