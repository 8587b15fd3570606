package org.rustos.kernel.memory;

import org.rustos.core.memory.FrameAllocator;
import org.rustos.core.memory.PhysicalMemory;

/** Counts who uses a frame: page cache, mappings, grants. The last to release gives it back. */
public final class Frames {
    private final FrameAllocator allocator;
    private final int[] users;

    public Frames(FrameAllocator allocator) {
        this.allocator = allocator;
        this.users = new int[allocator.total()];
    }

    /** A zeroed frame with one user, or 0 when RAM is exhausted. */
    public long allocate() {
        long frame = allocator.allocate();
        if (frame != 0) {
            users[index(frame)] = 1;
        }
        return frame;
    }

    /** 512 zeroed frames in a row, one user each, or 0. */
    public long allocateLarge() {
        long first = allocator.allocateRun(512);
        if (first != 0) {
            for (int i = 0; i < 512; i++) {
                users[index(first) + i] = 1;
            }
        }
        return first;
    }

    /** One more user. */
    public void retain(long frame) {
        if (users[index(frame)]++ == 0) {
            throw new IllegalStateException("frame has no user: 0x" + Long.toHexString(frame));
        }
    }

    /** One user less; the last gives the frame back. */
    public void release(long frame) {
        int left = --users[index(frame)];
        if (left == 0) {
            allocator.free(frame);
        } else if (left < 0) {
            throw new IllegalStateException("frame has no user: 0x" + Long.toHexString(frame));
        }
    }

    public int users(long frame) {
        return users[index(frame)];
    }

    private static int index(long frame) {
        return (int) (frame >> PhysicalMemory.PAGE_SHIFT);
    }
}
