package org.rustos.cpu.arm;

/**
 * Where an indirect branch may land (Arm ARM DDI 0487, FEAT_BTI): BTI with its operand, and the
 * instructions that sign a return address, which stand at the begin of a function.
 */
final class LandingPad {
    private static final int BTI_C = 0xd503_245f;
    private static final int BTI_J = 0xd503_249f;
    private static final int BTI_JC = 0xd503_24df;
    private static final int PACIASP = 0xd503_233f;
    private static final int BR = 0xd61f_0000;
    private static final int PACIBSP = 0xd503_237f;

    private LandingPad() {}

    static boolean forCalls(int word) {
        return word == BTI_C || word == BTI_JC || word == PACIASP || word == PACIBSP;
    }

    static boolean forJumps(int word) {
        return word == BTI_J || word == BTI_JC;
    }

    /** BR by X16 or X17, as linkers and tail calls use it: any pad will do. */
    static boolean jumpsAsCall(int word) {
        return (word & 0xffff_fc1f) == BR && ((word >> 5 & 31) == 16 || (word >> 5 & 31) == 17);
    }
}
