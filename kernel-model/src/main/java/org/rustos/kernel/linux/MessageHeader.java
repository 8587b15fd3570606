package org.rustos.kernel.linux;

import org.rustos.kernel.op.Errno;

/** A struct msghdr of the guest: where a message, its address and what goes with it lie. */
final class MessageHeader {
    static final int SIZE = 56;

    private static final int NAME_LENGTH = 8;
    private static final int VECTOR = 16;
    private static final int VECTOR_COUNT = 24;
    private static final int CONTROL = 32;
    private static final int CONTROL_LENGTH = 40;
    private static final int FLAGS = 48;
    private static final int VECTOR_MOST = 1024;

    private final long at;
    private final Struct struct;

    private MessageHeader(long at, Struct struct) {
        this.at = at;
        this.struct = struct;
    }

    /** Null if the memory is not the caller's. */
    static MessageHeader read(Request r, long at) {
        Struct struct = r.get(at, SIZE);
        return struct == null ? null : new MessageHeader(at, struct);
    }

    long name() {
        return struct.u64(0);
    }

    int nameLength() {
        return struct.s32(NAME_LENGTH);
    }

    long control() {
        return struct.u64(CONTROL);
    }

    long controlLength() {
        return struct.u64(CONTROL_LENGTH);
    }

    Errno check() {
        return Long.compareUnsigned(struct.u64(VECTOR_COUNT), VECTOR_MOST) > 0
                ? Errno.EMSGSIZE
                : Errno.OK;
    }

    /** The ranges of the message; null if a length is negative. */
    UserRanges ranges(Request r) {
        return FileCalls.vector(r, struct.u64(VECTOR), struct.u64(VECTOR_COUNT));
    }

    /** Tells what a receive filled. */
    long tell(Request r, int nameLength, long controlLength, int flags) {
        long error = r.put(at + FLAGS, new Struct(4).u32(0, flags));
        if (error == 0 && name() != 0) {
            error = r.put(at + NAME_LENGTH, new Struct(4).u32(0, nameLength));
        }
        return error == 0 ? r.put(at + CONTROL_LENGTH, new Struct(8).u64(0, controlLength)) : error;
    }
}
