package org.rustos.cpu.riscv.hart;

/** Fields of mstatus (RISC-V Privileged Architecture, section 3.1.6). */
final class Status {
    static final long SIE = 1 << 1;
    static final long MIE = 1 << 3;
    static final long SPIE = 1 << 5;
    static final long MPIE = 1 << 7;
    static final long SPP = 1 << 8;
    static final int MPP_SHIFT = 11;
    static final long MPP = 3 << MPP_SHIFT;
    static final long FS = 3 << 13;
    static final long MPRV = 1 << 17;
    static final long SUM = 1 << 18;
    static final long MXR = 1 << 19;
    static final long TVM = 1 << 20;
    static final long TW = 1 << 21;
    static final long TSR = 1 << 22;

    /** UXL and SXL: 64 bits, always. */
    static final long XLEN = 2L << 32 | 2L << 34;

    static final long DIRTY = Long.MIN_VALUE;
    static final long SUPERVISOR = SIE | SPIE | SPP | FS | SUM | MXR;
    static final long WRITABLE = SUPERVISOR | MIE | MPIE | MPP | MPRV | TVM | TW | TSR;

    private Status() {}
}
