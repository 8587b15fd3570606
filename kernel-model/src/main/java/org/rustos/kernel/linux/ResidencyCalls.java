package org.rustos.kernel.linux;

import org.rustos.core.hart.Access;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.kernel.memory.Area;
import org.rustos.kernel.op.Errno;

import java.util.List;

/** Calls about which pages of a mapping are in memory, and whether they may leave it. */
final class ResidencyCalls {
    static final List<Call> ROWS =
            List.of(
                    new Call("madvise", 3, ResidencyCalls::advise),
                    new Call("msync", 3, ResidencyCalls::synchronise),
                    new Call("mincore", 3, ResidencyCalls::resident),
                    new Call("mlock", 2, r -> lock(r, true)),
                    new Call("mlock2", 3, ResidencyCalls::lockWithFlags),
                    new Call("munlock", 2, r -> lock(r, false)),
                    new Call("mlockall", 1, ResidencyCalls::lockAll),
                    new Call("munlockall", 0, r -> 0));

    private static final int MADV_DONTNEED = 4;
    private static final int MADV_FREE = 8;
    private static final int MADV_POPULATE_READ = 22;
    private static final int MADV_POPULATE_WRITE = 23;
    private static final int MADV_LAST = 25;
    private static final int MS_ASYNC = 1;
    private static final int MS_INVALIDATE = 2;
    private static final int MS_SYNC = 4;

    private ResidencyCalls() {}

    private static long advise(Request r) {
        long start = r.argument(0);
        long end = MemoryCalls.end(r, start, r.argument(1));
        int advice = r.number(2);
        boolean known = advice >= 0 && advice <= MADV_LAST && (advice < 5 || advice > 7);
        if (!known || end < 0 || MemoryCalls.tearsLargePage(r, start, end)) {
            return Errno.EINVAL.negative();
        }
        if (end == start) {
            return 0;
        }
        switch (advice) {
            case MADV_DONTNEED, MADV_FREE -> {
                r.charge("memory.advise");
                MemoryCalls.drop(r, start, end, MemoryCalls.UNMAP_PAGE);
                MemoryCalls.areas(r).dropPages(start, end);
            }
            case MADV_POPULATE_READ, MADV_POPULATE_WRITE -> {
                return populate(r, start, end);
            }
            default -> {}
        }
        return MemoryCalls.areas(r).covered(start, end) ? 0 : Errno.ENOMEM.negative();
    }

    /** Brings the pages of a range in; 0, or why one cannot be had. */
    static long populate(Request r, long start, long end) {
        for (long va = start; va < end; va += PhysicalMemory.PAGE_SIZE) {
            Area area = MemoryCalls.areas(r).at(va);
            if (area == null) {
                return Errno.ENOMEM.negative();
            }
            Access access = area.permissions().write() ? Access.WRITE : Access.READ;
            long physical = r.memory().translate(r.caller(), va, access);
            if (physical < 0) {
                return physical;
            }
        }
        return 0;
    }

    private static long lock(Request r, boolean populates) {
        long start = r.argument(0) & -PhysicalMemory.PAGE_SIZE;
        long end = MemoryCalls.end(r, start, r.argument(1) + (r.argument(0) - start));
        if (end < 0) {
            return Errno.EINVAL.negative();
        }
        if (!MemoryCalls.areas(r).covered(start, end)) {
            return Errno.ENOMEM.negative();
        }
        return populates ? populate(r, start, end) : 0;
    }

    private static long lockWithFlags(Request r) {
        return switch (r.number(2)) {
            case 0 -> lock(r, true);
            case 1 -> lock(r, false); // MLOCK_ONFAULT
            default -> Errno.EINVAL.negative();
        };
    }

    private static long lockAll(Request r) {
        boolean known = r.number(0) > 0 && r.number(0) < 8 && r.number(0) != 4;
        return known ? 0 : Errno.EINVAL.negative();
    }

    private static long synchronise(Request r) {
        long end = MemoryCalls.end(r, r.argument(0), r.argument(1));
        int flags = r.number(2);
        boolean both = (flags & (MS_ASYNC | MS_SYNC)) == (MS_ASYNC | MS_SYNC);
        if (end < 0 || both || (flags & ~(MS_ASYNC | MS_INVALIDATE | MS_SYNC)) != 0) {
            return Errno.EINVAL.negative();
        }
        if ((flags & MS_SYNC) != 0) {
            r.charge("file.sync");
        }
        return MemoryCalls.areas(r).covered(r.argument(0), end) ? 0 : Errno.ENOMEM.negative();
    }

    /** mincore: one byte a page. */
    private static long resident(Request r) {
        long start = r.argument(0);
        long end = MemoryCalls.end(r, start, r.argument(1));
        if (!MemoryCalls.aligned(start)) {
            return Errno.EINVAL.negative();
        }
        if (end < 0 || !MemoryCalls.areas(r).covered(start, end)) {
            return Errno.ENOMEM.negative();
        }
        UserRanges to = r.range(r.argument(2), (end - start) >> PhysicalMemory.PAGE_SHIFT);
        byte[] one = new byte[1];
        for (long va = start; va < end; va += PhysicalMemory.PAGE_SIZE) {
            one[0] = (byte) (r.process().process().space().lookup(va) == null ? 0 : 1);
            if (to.put(one, 0, 1) < 1) {
                return Errno.EFAULT.negative();
            }
        }
        return 0;
    }
}
