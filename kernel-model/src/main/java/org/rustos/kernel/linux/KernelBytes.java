package org.rustos.kernel.linux;

import org.rustos.core.machine.Core;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.kernel.file.UserBuffer;

import java.util.Arrays;

/** Bytes of the kernel's own that stand for user memory while it moves bytes between two files. */
final class KernelBytes implements UserBuffer {
    private final PhysicalMemory memory;
    private final Core core;
    private final byte[] bytes;
    private int at;
    private int end;

    KernelBytes(PhysicalMemory memory, Core core, int size) {
        this.memory = memory;
        this.core = core;
        this.bytes = new byte[size];
    }

    /** Empty, to be filled with up to this many bytes. */
    KernelBytes room(int length) {
        at = 0;
        end = length;
        return this;
    }

    @Override
    public long remaining() {
        return end - at;
    }

    byte[] bytes() {
        return bytes;
    }

    @Override
    public int put(long pa, int length) {
        if (pa < 0) {
            Arrays.fill(bytes, at, at + length, (byte) 0);
        } else {
            memory.read(pa, bytes, at, length);
            core.timing().copy(pa, -1, length);
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
        core.timing().copy(-1, pa, length);
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
