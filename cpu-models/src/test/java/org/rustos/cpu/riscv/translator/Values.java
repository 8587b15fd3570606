package org.rustos.cpu.riscv.translator;

import java.util.random.RandomGenerator;

/** Numbers at which operations differ from each other. */
final class Values {
    private static final long BOX = 0xffffffff00000000L;

    private static final long[] EDGES = {
        0,
        1,
        -1,
        2,
        63,
        64,
        0x7f,
        0x80,
        0xff,
        0x7fff,
        0x8000,
        0x7fffffffL,
        0x80000000L,
        0xffffffffL,
        0x100000000L,
        Integer.MIN_VALUE,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        Long.MIN_VALUE + 1,
        BOX,
        BOX | 0x80000000L,
        BOX | 0x3f800000L,
        BOX | 0x7f800000L,
        BOX | 0xff800000L,
        BOX | 0x7fc00000L,
        BOX | 0x7f800001L,
        BOX | 1,
        BOX | 0x7f7fffffL,
        BOX | 0x4f000000L,
        0x3ff0000000000000L,
        0xbff8000000000000L,
        0x7ff0000000000000L,
        0xfff0000000000000L,
        0x7ff8000000000000L,
        0x7ff0000000000001L,
        0x0010000000000000L,
        0x000fffffffffffffL,
        0x7fefffffffffffffL,
        0x43e0000000000000L,
        0x41dfffffffc00000L,
    };

    private Values() {}

    /** All of them. */
    static long[] edges() {
        return EDGES.clone();
    }

    /** One of them, or a random integer, single or double of ordinary size. */
    static long any(RandomGenerator random) {
        return switch (random.nextInt(6)) {
            case 0 -> EDGES[random.nextInt(EDGES.length)];
            case 1 -> random.nextLong();
            case 2 -> random.nextInt();
            case 3 -> BOX | Float.floatToRawIntBits((random.nextFloat() - 0.5f) * 1000) & ~BOX;
            case 4 -> Double.doubleToRawLongBits((random.nextDouble() - 0.5) * 1e6);
            default -> random.nextInt(4096);
        };
    }
}
