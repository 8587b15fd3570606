package org.rustos.cpu.arm;

import org.rustos.core.hart.Access;

/**
 * What a failed authentication leaves in a pointer where it does not fault by itself: a code in
 * bits 62 and 61, 1 for the A keys and 2 for the B keys (Arm ARM DDI 0487, Auth).
 */
final class Poison {
    /** Numbers of keys in a trap: instruction A, B, data A, B. */
    static final int INSTRUCTION_A = 0;

    static final int DATA_A = 2;

    private static final int CODE_SHIFT = 61;
    private static final long CODE = 3L << CODE_SHIFT;
    private static final long ABOVE_ADDRESS = -1L << 48;

    private Poison() {}

    /** Whether an authentication made this of a pointer. */
    static boolean in(long pointer) {
        return key(pointer, Access.READ) >= 0;
    }

    /**
     * The key by which the authentication of an address failed, or -1 if none did. Whether it was
     * one for instructions or data is taken from the access.
     */
    static int key(long address, Access access) {
        long half = address << 8 >> 63 & ABOVE_ADDRESS;
        long code = (address & CODE) >>> CODE_SHIFT;
        if ((code == 1 || code == 2) && ((address ^ half) & ABOVE_ADDRESS & ~CODE) == 0) {
            return (access == Access.EXECUTE ? INSTRUCTION_A : DATA_A) + (int) code - 1;
        }
        return -1;
    }
}
