package org.rustos.cpu.arm;

/**
 * Numbers the registers of A64 as bits of one mask, because a schedule asks what waits for what. 64
 * bits hold all but one: the flags share the bit of X18, the platform register, which the procedure
 * call standard (AAPCS64, 6.1.1) advises portable code not to use.
 */
final class A64Registers {
    static final int LR = 30;
    static final int SP = 31;
    static final int VECTOR = 32;
    static final int FLAGS = 18;
    static final int COUNT = 64;

    /** General registers of a mask, without the stack pointer. */
    static final long GENERAL = 0x7fff_ffffL & ~(1L << FLAGS);

    /** Field value that means zero or the stack pointer. */
    static final int THIRTY_ONE = 31;

    private A64Registers() {}
}
