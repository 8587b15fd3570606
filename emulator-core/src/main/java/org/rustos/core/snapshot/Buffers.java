package org.rustos.core.snapshot;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Byte buffers over a whole array of their own, the only ones that state is kept in. */
final class Buffers {
    private Buffers() {}

    /** The array of such a buffer, or null for everything else. */
    static byte[] array(Object object) {
        if (!(object instanceof ByteBuffer buffer)
                || !buffer.hasArray()
                || buffer.arrayOffset() != 0) {
            return null;
        }
        byte[] array = buffer.array();
        return array.length == buffer.capacity() ? array : null;
    }

    /** Writes order, limit and position. */
    static void write(ByteBuffer buffer, GraphBytes to) {
        to.put(buffer.order() == ByteOrder.LITTLE_ENDIAN ? 1 : 0);
        to.putLong(buffer.limit());
        to.putLong(buffer.position());
    }

    /** Reads what {@link #write} wrote. */
    static void read(ByteBuffer buffer, GraphBytes from) throws SnapshotException {
        buffer.order(from.get() == 1 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int limit = from.getInt(0, buffer.capacity());
        buffer.limit(limit).position(from.getInt(0, limit));
    }
}
