package org.rustos.kernel.file;

import org.rustos.core.memory.PhysicalMemory;

/** User memory that is an array, so that tests of files and sockets need no address space. */
public final class ArrayMemory implements UserBuffer {
    private final PhysicalMemory memory;
    public final byte[] bytes;
    private final int faultsAt;
    private int at;

    /**
     * @param memory what physical addresses name
     * @param faultsAt the first byte that is not there
     */
    public ArrayMemory(PhysicalMemory memory, byte[] bytes, int faultsAt) {
        this.memory = memory;
        this.bytes = bytes;
        this.faultsAt = faultsAt;
    }

    @Override
    public long remaining() {
        return bytes.length - at;
    }

    private int part(int length) {
        return Math.max(0, Math.min(length, faultsAt - at));
    }

    @Override
    public int put(long pa, int length) {
        int part = part(length);
        if (pa >= 0) {
            memory.read(pa, bytes, at, part);
        }
        at += part;
        return part;
    }

    @Override
    public int put(byte[] from, int offset, int length) {
        int part = part(length);
        System.arraycopy(from, offset, bytes, at, part);
        at += part;
        return part;
    }

    @Override
    public int get(long pa, int length) {
        int part = part(length);
        memory.write(pa, bytes, at, part);
        at += part;
        return part;
    }

    @Override
    public int get(byte[] into, int offset, int length) {
        int part = part(length);
        System.arraycopy(bytes, at, into, offset, part);
        at += part;
        return part;
    }
}
