package org.rustos.core.hart;

import java.util.function.LongSupplier;

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

    /** Keys of random words. */
    public static PointerKeys of(LongSupplier random) {
        return new PointerKeys(key(random), key(random), key(random), key(random), key(random));
    }

    private static Key key(LongSupplier random) {
        long low = random.getAsLong();
        return new Key(low, random.getAsLong());
    }

    /** The same with another data key A. */
    public PointerKeys withDataA(Key key) {
        return new PointerKeys(instructionA, instructionB, key, dataB, generic);
    }
}
