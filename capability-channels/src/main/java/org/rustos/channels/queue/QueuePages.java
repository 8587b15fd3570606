package org.rustos.channels.queue;

import org.rustos.channels.abi.RingLayout;
import org.rustos.core.hart.Access;
import org.rustos.core.memory.PageSize;
import org.rustos.core.memory.Permissions;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.core.timing.Cache;
import org.rustos.core.timing.KernelPath;
import org.rustos.kernel.Kernel;
import org.rustos.kernel.memory.Area;
import org.rustos.kernel.memory.Backing;
import org.rustos.kernel.memory.UserAreas;
import org.rustos.kernel.process.Process;

/**
 * The shared pages of one queue pair. The kernel owns the frames and reaches them by physical
 * address, so that nothing the guest does to its mapping can mislead the kernel.
 */
public final class QueuePages {
    private static final int PAGES = RingLayout.SHARED_SIZE >> PhysicalMemory.PAGE_SHIFT;

    /** Apart from the program's own mappings where user space is that large. */
    private static final long BELOW = 0x7000_0000_0000L;

    private final Kernel kernel;
    private final long[] frames;

    private QueuePages(Kernel kernel, long[] frames) {
        this.kernel = kernel;
        this.frames = frames;
    }

    /** Fresh zeroed pages, or null when RAM is exhausted. */
    public static QueuePages allocate(Kernel kernel) {
        long[] frames = new long[PAGES];
        for (int i = 0; i < PAGES; i++) {
            frames[i] = kernel.frames().allocate();
            if (frames[i] == 0) {
                for (int j = 0; j < i; j++) {
                    kernel.frames().release(frames[j]);
                }
                return null;
            }
        }
        return new QueuePages(kernel, frames);
    }

    /** Maps them where there is room; the address, or 0 if there is none. */
    public long map(Process process) {
        UserAreas areas = process.areas();
        long below = Math.min(BELOW, areas.mappingsEnd());
        long at = areas.findFree(RingLayout.SHARED_SIZE, below, PhysicalMemory.PAGE_SIZE);
        if (at == 0) {
            return 0;
        }
        areas.add(
                new Area(
                        at,
                        at + RingLayout.SHARED_SIZE,
                        Permissions.READ_WRITE,
                        new Backing.Paged(this::retained, 0, true),
                        PageSize.SMALL,
                        "[queue]"));
        for (int i = 0; i < PAGES; i++) {
            long page = at + ((long) i << PhysicalMemory.PAGE_SHIFT);
            if (areas.touch(page, Access.WRITE) != UserAreas.Touch.READY) {
                areas.remove(at, at + RingLayout.SHARED_SIZE);
                return 0;
            }
        }
        return at;
    }

    private long retained(long page) {
        if (page < 0 || page >= PAGES) {
            return -1;
        }
        kernel.frames().retain(frames[(int) page]);
        return frames[(int) page];
    }

    /** Gives the kernel's share of the frames back. */
    public void release() {
        for (long frame : frames) {
            kernel.frames().release(frame);
        }
    }

    /** Physical address of an offset in the shared pages. */
    public long physical(int offset) {
        return frames[offset >> PhysicalMemory.PAGE_SHIFT] + (offset & PhysicalMemory.PAGE_MASK);
    }

    /** Cache line of an offset. */
    public long line(int offset) {
        return physical(offset) >>> Cache.LINE_SHIFT;
    }

    KernelPath path(String name) {
        return kernel.paths().get(name);
    }

    int word(int offset) {
        return kernel.board().memory().getInt(physical(offset));
    }

    void word(int offset, int value) {
        kernel.board().memory().putInt(physical(offset), value);
    }

    long wide(int offset) {
        return kernel.board().memory().getLong(physical(offset));
    }

    void wide(int offset, long value) {
        kernel.board().memory().putLong(physical(offset), value);
    }
}
