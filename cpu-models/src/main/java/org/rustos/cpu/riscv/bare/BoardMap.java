package org.rustos.cpu.riscv.bare;

/** Where QEMU's {@code virt} board has its devices, and how their interrupts are wired. */
final class BoardMap {
    static final long FINISHER = 0x10_0000;
    static final long CLINT = 0x200_0000;
    static final long PLIC = 0xc00_0000;
    static final long UART = 0x1000_0000;
    static final long DISK = 0x1000_1000;

    static final int DISK_SOURCE = 1;
    static final int UART_SOURCE = 10;

    /** Bits of mip. */
    static final int SOFTWARE_LINE = 3;

    static final int TIMER_LINE = 7;
    static final int MACHINE_LINE = 11;
    static final int SUPERVISOR_LINE = 9;

    private BoardMap() {}
}
