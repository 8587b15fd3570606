package org.rustos.cpu.arm;

import org.rustos.core.hart.PointerKeys;

/**
 * Where the signature of a user pointer stands, and what PACDA and its kind make of it: addresses
 * of 48 bits and no tags leave 15 bits, 48 to 54 and 56 to 63; bit 55 says which half the address
 * is in (Arm ARM DDI 0487, AddPAC).
 */
final class Signature {
    private static final int ADDRESS_BITS = 48;
    private static final long ADDRESS = (1L << ADDRESS_BITS) - 1;
    private static final long HALF = 1L << 55;
    private static final long BITS = ~ADDRESS & ~HALF;

    private Signature() {}

    /** The pointer signed; a pointer that is none gets a signature that nothing accepts. */
    static long add(PointerKeys.Key key, long pointer, long modifier) {
        long half = pointer >> 63;
        long plain = pointer & ADDRESS | half & ~ADDRESS;
        long signature = Qarma.encipher(plain, modifier, key.low(), key.high());
        if (plain != pointer) {
            signature ^= 1L << 62;
        }
        return signature & BITS | half & HALF | pointer & ADDRESS;
    }
}
