package org.rustos.kernel.network;

import org.rustos.core.memory.PhysicalMemory;
import org.rustos.kernel.file.UserBuffer;

import java.util.Arrays;

/** Bytes of somebody outside of the machine, for whose copying no core pays. */
final class OutsideBytes implements UserBuffer {
    private final PhysicalMemory memory;
    private final byte[] bytes;
    private int at;

    OutsideBytes(PhysicalMemory memory, byte[] bytes) {
        this.memory = memory;
        this.bytes = bytes;
    }

    @Override
    public long remaining() {
        return bytes.length - at;
    }

    @Override
    public int put(long pa, int length) {
        if (pa < 0) {
            Arrays.fill(bytes, at, at + length, (byte) 0);
        } else {
            memory.read(pa, bytes, at, length);
        }
        at += length;
        return length;
    }

    @Override
    public int put(byte[] from, int offset, int length) {
        System.arraycopy(from, offset, bytes, at, length);
        at += length;
        return length;
    }

    @Override
    public int get(long pa, int length) {
        memory.write(pa, bytes, at, length);
        at += length;
        return length;
    }

    @Override
    public int get(byte[] into, int offset, int length) {
        System.arraycopy(bytes, at, into, offset, length);
        at += length;
        return length;
    }
}
