package org.rustos.cpu.arm;

/**
 * What an instruction authenticates (Arm ARM DDI 0487, C4.1.94 and C6.2).
 *
 * @param pc where it stands
 * @param key as {@link Poison} numbers keys
 * @param register in which the address stands
 * @param jumps whether the same instruction branches to the address
 */
record Authentication(long pc, int key, int register, boolean jumps) {
    private static final int LINK = 30;
    private static final int TEMPORARY = 17;
    private static final int ZERO = 31;

    /** The authentication that a word is, or null. Loads that authenticate fault by themselves. */
    static Authentication of(long pc, int word) {
        int low = word & 31;
        int operation = word >>> 10 & 0x3f;
        if ((word & 0xffff_0000) == 0xdac1_0000 && (operation & 0x34) == 4 && low != ZERO) {
            return new Authentication(pc, operation & 3, low, false);
        }
        // AUTIA1716, AUTIAZ, AUTIASP and the same by key B.
        int hint = word & ~0x40;
        if (hint == 0xd503_219f || hint == 0xd503_239f || hint == 0xd503_23bf) {
            int register = hint == 0xd503_219f ? TEMPORARY : LINK;
            return new Authentication(pc, word >>> 6 & 1, register, false);
        }
        // BRAA, BLRAA, RETAA and their kind.
        if ((word & 0xfe9f_f800) == 0xd61f_0800) {
            return new Authentication(pc, word >>> 10 & 1, LINK, true);
        }
        return null;
    }

    /** Whether a word loads through an address that it authenticates. */
    static boolean loads(int word) {
        return (word & 0xff20_0400) == 0xf820_0400;
    }
}
