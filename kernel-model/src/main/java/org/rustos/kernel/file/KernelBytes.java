package org.rustos.kernel.file;

import org.rustos.core.memory.PhysicalMemory;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Bytes that stand for user memory: the kernel's own while it moves bytes between two files, or
 * those of somebody outside of the machine.
 */
public final class KernelBytes implements UserBuffer {
    /** Whoever pays for a copy between physical addresses; a negative one is these bytes. */
    @FunctionalInterface
    public interface Copying extends Serializable {
        /** Nobody pays. */
        Copying FREE = (from, to, length) -> {};

        void copy(long from, long to, long length);
    }

    private final PhysicalMemory memory;
    private final Copying copying;
    private final byte[] bytes;
    private int at;
    private int end;

    /** All of some bytes: to be taken, or to be filled. */
    public KernelBytes(PhysicalMemory memory, Copying copying, byte[] bytes) {
        this.memory = memory;
        this.copying = copying;
        this.bytes = bytes;
        this.end = bytes.length;
    }

    /** Empty, to be filled with up to this many bytes. */
    public KernelBytes room(int length) {
        at = 0;
        end = length;
        return this;
    }

    @Override
    public long remaining() {
        return end - at;
    }

    public byte[] bytes() {
        return bytes;
    }

    @Override
    public int put(long pa, int length) {
        if (pa < 0) {
            Arrays.fill(bytes, at, at + length, (byte) 0);
        } else {
            memory.read(pa, bytes, at, length);
            copying.copy(pa, -1, length);
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
        copying.copy(-1, pa, length);
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
