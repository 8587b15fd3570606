package org.rustos.cpu.zydis;

/**
 * Maps x86 registers onto the bits of a mask, because a scheduler asks "does this read what that
 * wrote?" for every pair of instructions. A part of a register (AL, EAX, XMM of YMM) is the whole
 * register.
 */
public final class Registers {
    /** Bits 0 to 15: RAX, RCX, RDX, RBX, RSP, RBP, RSI, RDI, R8 to R15 (the encoding order). */
    public static final int GENERAL = 0;

    /** Bit of the stack pointer. */
    public static final int RSP = 4;

    /** Bits 16 to 47: vector registers 0 to 31. */
    public static final int VECTOR = 16;

    /** Bit of the arithmetic flags. */
    public static final int FLAGS = 48;

    /** Bit of the x87 and MMX state, as a whole. */
    public static final int X87 = 49;

    /** Bit of the protection-key rights register. */
    public static final int PKRU = 50;

    /** Bit of everything else (segments, control, mask registers). */
    public static final int OTHER = 51;

    /** How many bits a mask uses. */
    public static final int COUNT = 52;

    /** No register. */
    public static final int NONE = -1;

    // Numbers of Zydis' EnumRegister.h, 4.0.
    private static final int AL = 1;
    private static final int SPL = 9;
    private static final int AX = 21;
    private static final int EAX = 37;
    private static final int RAX = 53;
    private static final int XMM0 = 88;
    private static final int YMM0 = 120;
    private static final int TMM0 = 184;
    private static final int FLAG_REGISTER = 192;
    private static final int IP = 195;
    private static final int ES = 198;
    private static final int CONTROL_MXCSR = 262;
    private static final int ZYDIS_PKRU = 263;
    private static final int[] LOW_BYTES = {0, 1, 2, 3, 0, 1, 2, 3};

    private Registers() {}

    /**
     * Returns the bit of a register.
     *
     * @param zydis Zydis' number of it
     * @return 0 to {@link #COUNT} - 1, or {@link #NONE} for no register and the program counter
     */
    static int bit(int zydis) {
        if (zydis < AL) {
            return NONE;
        }
        if (zydis < RAX + 16) {
            return general(zydis);
        }
        if (zydis < XMM0) {
            return X87;
        }
        if (zydis < TMM0) {
            return VECTOR + (zydis - XMM0) % (YMM0 - XMM0);
        }
        if (zydis < FLAG_REGISTER || zydis >= ES) {
            // MXCSR orders nothing that the schedule models.
            return zydis == ZYDIS_PKRU ? PKRU : zydis == CONTROL_MXCSR ? NONE : OTHER;
        }
        return zydis < IP ? FLAGS : NONE;
    }

    /**
     * Says whether a register is the program counter.
     *
     * @param zydis Zydis' number of it
     * @return true for IP, EIP and RIP
     */
    static boolean isProgramCounter(int zydis) {
        return zydis >= IP && zydis < ES;
    }

    private static int general(int zydis) {
        if (zydis >= RAX) {
            return zydis - RAX;
        }
        if (zydis >= EAX) {
            return zydis - EAX;
        }
        if (zydis >= AX) {
            return zydis - AX;
        }
        // AL CL DL BL AH CH DH BH, then SPL BPL SIL DIL R8B ...
        return zydis >= SPL ? zydis - SPL + 4 : LOW_BYTES[zydis - AL];
    }
}
