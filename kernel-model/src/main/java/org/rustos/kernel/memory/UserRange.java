package org.rustos.kernel.memory;

import org.rustos.kernel.file.UserBuffer;
import org.rustos.kernel.op.Caller;
import org.rustos.kernel.op.Errno;

/** One range of the caller's memory as a transfer's buffer, consumed from its front. */
public final class UserRange implements UserBuffer {
    private final UserMemory memory;
    private final Caller caller;
    private long at;
    private long remaining;

    /** A range of {@code length} bytes, at least 0; nothing is checked before it is used. */
    public UserRange(UserMemory memory, Caller caller, long at, long length) {
        this.memory = memory;
        this.caller = caller;
        this.at = at;
        this.remaining = length;
    }

    @Override
    public long remaining() {
        return remaining;
    }

    private int moved(int bytes) {
        at += bytes;
        remaining -= bytes;
        return bytes;
    }

    @Override
    public int put(long pa, int length) {
        return moved(memory.copyOut(caller, pa, at, length));
    }

    @Override
    public int get(long pa, int length) {
        return moved(memory.copyIn(caller, at, pa, length));
    }

    @Override
    public int put(byte[] from, int offset, int length) {
        return moved(memory.write(caller, at, from, offset, length) == Errno.OK ? length : 0);
    }

    @Override
    public int get(byte[] into, int offset, int length) {
        return moved(memory.read(caller, at, into, offset, length) == Errno.OK ? length : 0);
    }
}
