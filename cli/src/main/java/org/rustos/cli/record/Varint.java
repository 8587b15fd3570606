package org.rustos.cli.record;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Numbers that are mostly small in few bytes: seven bits each, the lowest first. */
final class Varint {
    private static final int BITS = 7;
    private static final int MORE = 0x80;

    private Varint() {}

    static void write(DataOutput out, long value) throws IOException {
        long rest = value;
        while ((rest & -MORE) != 0) {
            out.writeByte((int) rest & (MORE - 1) | MORE);
            rest >>>= BITS;
        }
        out.writeByte((int) rest);
    }

    static long read(DataInput in) throws IOException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += BITS) {
            int next = in.readUnsignedByte();
            value |= (long) (next & (MORE - 1)) << shift;
            if (next < MORE) {
                return value;
            }
        }
        throw new IOException("a number has no end");
    }
}
