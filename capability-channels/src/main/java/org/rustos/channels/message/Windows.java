package org.rustos.channels.message;

import org.rustos.channels.abi.MessageLayout;
import org.rustos.core.hart.Access;
import org.rustos.core.memory.PageSize;
import org.rustos.core.memory.Permissions;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.kernel.Kernel;
import org.rustos.kernel.memory.Area;
import org.rustos.kernel.memory.Backing;
import org.rustos.kernel.memory.UserAreas;
import org.rustos.kernel.process.Process;

/**
 * Memory that the file server shares with its clients, a piece with each: what is longer than a
 * message goes through it without the kernel.
 */
final class Windows {
    private static final int PAGES = MessageLayout.WINDOW_SIZE >> PhysicalMemory.PAGE_SHIFT;

    /** Apart from the program's own mappings where user space is that large. */
    private static final long BELOW = 0x6000_0000_0000L;

    private final Kernel kernel;
    private final long[] frames = new long[PAGES * MessageLayout.MAX_CLIENTS];
    private long serverBase;

    Windows(Kernel kernel) {
        this.kernel = kernel;
    }

    /** Puts all of them before the server; false when RAM is exhausted. */
    boolean open(Process server) {
        for (int i = 0; i < frames.length; i++) {
            frames[i] = kernel.frames().allocate();
            if (frames[i] == 0) {
                return false;
            }
        }
        serverBase = map(server, 0, frames.length);
        return serverBase != 0;
    }

    /** Where the first client's lies in the server. */
    long serverBase() {
        return serverBase;
    }

    /** Puts one before its client; the address, or 0 if there is no room. */
    long open(Process client, int number) {
        return map(client, (number - 1) * PAGES, PAGES);
    }

    private long map(Process process, int first, int pages) {
        UserAreas areas = process.areas();
        long bytes = (long) pages << PhysicalMemory.PAGE_SHIFT;
        long at =
                areas.findFree(
                        bytes, Math.min(BELOW, areas.mappingsEnd()), PhysicalMemory.PAGE_SIZE);
        if (at == 0) {
            return 0;
        }
        areas.add(
                new Area(
                        at,
                        at + bytes,
                        Permissions.READ_WRITE,
                        new Backing.Paged(
                                this::retained, (long) first << PhysicalMemory.PAGE_SHIFT, true),
                        PageSize.SMALL,
                        "[window]"));
        for (int i = 0; i < pages; i++) {
            long page = at + ((long) i << PhysicalMemory.PAGE_SHIFT);
            if (areas.touch(page, Access.WRITE) != UserAreas.Touch.READY) {
                areas.remove(at, at + bytes);
                return 0;
            }
        }
        return at;
    }

    private long retained(long page) {
        if (page < 0 || page >= frames.length) {
            return -1;
        }
        kernel.frames().retain(frames[(int) page]);
        return frames[(int) page];
    }
}
