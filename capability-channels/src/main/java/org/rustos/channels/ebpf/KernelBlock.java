package org.rustos.channels.ebpf;

import org.rustos.core.memory.PhysicalMemory;
import org.rustos.kernel.ebpf.run.Region;
import org.rustos.kernel.file.UserBuffer;
import org.rustos.kernel.op.Caller;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Bytes in the page cache that a program looks at where they lie: nothing is copied, each line that
 * it reads is touched once a run.
 */
final class KernelBlock implements UserBuffer {
    static final KernelBlock EMPTY = new KernelBlock(null, 0, false);

    private final PhysicalMemory memory;
    private final byte[] bytes;
    private final boolean writable;
    private final long[] addresses;
    private final Set<Long> lines = new LinkedHashSet<>();
    private int filled;

    private KernelBlock(PhysicalMemory memory, int size, boolean writable) {
        this.memory = memory;
        this.bytes = new byte[size];
        this.writable = writable;
        this.addresses = new long[size];
        Arrays.fill(addresses, -1);
    }

    /** To be filled from a file. */
    static KernelBlock room(PhysicalMemory memory, int size) {
        return new KernelBlock(memory, size, false);
    }

    /** To be filled from a file; what a program writes to it ends with its run. */
    static KernelBlock packet(PhysicalMemory memory, int size) {
        return new KernelBlock(memory, size, true);
    }

    /** A copy of what user code gave, which was paid for when it was fetched. */
    static KernelBlock of(byte[] data) {
        KernelBlock block = new KernelBlock(null, data.length, true);
        System.arraycopy(data, 0, block.bytes, 0, data.length);
        block.filled = data.length;
        return block;
    }

    int length() {
        return filled;
    }

    byte[] bytes() {
        return bytes;
    }

    /** What a program may reach of it, from an offset on. */
    Region region(int from) {
        byte[] seen = Arrays.copyOfRange(bytes, from, filled);
        return new Region(seen, writable) {
            @Override
            public long load(int offset, int size) {
                note(from + offset);
                note(from + offset + size - 1);
                return super.load(offset, size);
            }
        };
    }

    private void note(int offset) {
        if (addresses[offset] >= 0) {
            lines.add(addresses[offset] >> 6);
        }
    }

    /** Pays for the lines that were read. */
    void settle(Caller caller) {
        lines.forEach(caller::touch);
        lines.clear();
    }

    @Override
    public long remaining() {
        return bytes.length - filled;
    }

    @Override
    public int put(long pa, int length) {
        if (pa >= 0) {
            memory.read(pa, bytes, filled, length);
            for (int i = 0; i < length; i++) {
                addresses[filled + i] = pa + i;
            }
        }
        filled += length;
        return length;
    }

    @Override
    public int put(byte[] from, int offset, int length) {
        System.arraycopy(from, offset, bytes, filled, length);
        filled += length;
        return length;
    }

    @Override
    public int get(long pa, int length) {
        throw new IllegalStateException("no file is written from a block");
    }

    @Override
    public int get(byte[] into, int offset, int length) {
        throw new IllegalStateException("no file is written from a block");
    }
}
