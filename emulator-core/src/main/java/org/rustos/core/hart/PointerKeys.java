package org.rustos.core.hart;

/**
 * The pointer-authentication keys of a thread: two for instruction addresses, two for data
 * addresses, one for data. User code signs and authenticates with them but cannot read them.
 */
public record PointerKeys(Key instructionA, Key instructionB, Key dataA, Key dataB, Key generic) {
    /** A key of 128 bits. */
    public record Key(long low, long high) {
        public static final Key ZERO = new Key(0, 0);
    }

    /** As after reset. */
    public static final PointerKeys ZERO =
            new PointerKeys(Key.ZERO, Key.ZERO, Key.ZERO, Key.ZERO, Key.ZERO);

    /** The same with another data key A. */
    public PointerKeys withDataA(Key key) {
        return new PointerKeys(instructionA, instructionB, key, dataB, generic);
    }
}
