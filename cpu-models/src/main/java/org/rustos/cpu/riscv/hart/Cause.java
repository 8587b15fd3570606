package org.rustos.cpu.riscv.hart;

/** Numbers of mcause (RISC-V Privileged Architecture 20240411, table 14; CHERI: ISAv9). */
public final class Cause {
    public static final int FETCH_ACCESS = 1;
    public static final int ILLEGAL_INSTRUCTION = 2;
    public static final int BREAKPOINT = 3;
    public static final int LOAD_MISALIGNED = 4;
    public static final int LOAD_ACCESS = 5;
    public static final int STORE_MISALIGNED = 6;
    public static final int STORE_ACCESS = 7;

    /** Added to the privilege of the caller. */
    public static final int ECALL = 8;

    public static final int FETCH_PAGE = 12;
    public static final int LOAD_PAGE = 13;
    public static final int STORE_PAGE = 15;

    /** CHERI: a tag that the page does not let through. */
    public static final int LOAD_CAPABILITY_PAGE = 26;

    public static final int STORE_CAPABILITY_PAGE = 27;

    /** CHERI: a check of a capability failed; the value says which. */
    public static final int CHERI = 28;

    /**
     * No cause of the architecture: the marker of guest programs, where a kernel model takes it.
     */
    public static final int MARKER = 64;

    /** No cause of the architecture: an observer refused the instruction. */
    public static final int HELD = 65;

    /** Set in mcause for an interrupt. */
    public static final long INTERRUPT = Long.MIN_VALUE;

    private Cause() {}
}
