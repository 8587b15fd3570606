package org.rustos.kernel.linux.trace;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Guest memory as an observer sees it: nothing is charged and no page comes in. */
public interface GuestBytes {
    /** The bytes there, or null if one of them is in no page that is present. */
    byte[] read(long address, int length);

    /** A structure there, or null. */
    default ByteBuffer struct(long address, int length) {
        byte[] bytes = address == 0 ? null : read(address, length);
        return bytes == null ? null : ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
