package org.rustos.kernel.linux;

import org.rustos.core.memory.Mapping;
import org.rustos.core.memory.PageSize;
import org.rustos.core.memory.Permissions;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.kernel.file.OpenFile;
import org.rustos.kernel.file.OpenFlags;
import org.rustos.kernel.file.RegularFile;
import org.rustos.kernel.memory.Area;
import org.rustos.kernel.memory.Backing;
import org.rustos.kernel.memory.UserAreas;
import org.rustos.kernel.op.Errno;

import java.util.ArrayList;
import java.util.List;

/** Calls that change what the addresses of a process mean. */
final class MemoryCalls {
    static final List<Call> ROWS =
            List.of(
                    new Call("brk", 1, MemoryCalls::moveBreak),
                    new Call("mmap", 6, MemoryCalls::map),
                    new Call("munmap", 2, MemoryCalls::unmap),
                    new Call("mprotect", 3, MemoryCalls::protect),
                    new Call("remap_file_pages", 5, r -> Errno.EINVAL.negative()),
                    new Call("pkey_mprotect", 4, MemoryCalls::protectWithKey),
                    // No process of ours owns protection keys: the keys are the mechanisms'.
                    new Call("pkey_alloc", 2, r -> Errno.ENOSPC.negative()),
                    new Call("pkey_free", 1, r -> Errno.EINVAL.negative()));

    private static final int PROT_READ = 1;
    private static final int PROT_WRITE = 2;
    private static final int PROT_EXEC = 4;
    private static final int MAP_PRIVATE = 2;
    private static final int MAP_KIND = 3;
    private static final int MAP_FIXED = 0x10;
    private static final int MAP_ANONYMOUS = 0x20;
    private static final int MAP_FIXED_NOREPLACE = 0x10_0000;
    private static final int MAP_HUGETLB = 0x4_0000;
    private static final int MAP_LOCKED = 0x2000;
    private static final int MAP_POPULATE = 0x8000;

    /** What MAP_SHARED_VALIDATE accepts: everything of mman.h but MAP_SYNC. */
    private static final int KNOWN_FLAGS = 0x17_ffff;

    /** As Linux's default of vm.max_map_count. */
    private static final int MOST_AREAS = 65_530;

    private static final long LARGEST_HEAP = 1L << 40;

    static final String UNMAP_PAGE = "memory.unmap.page";

    private MemoryCalls() {}

    static long up(long bytes) {
        return (bytes + PhysicalMemory.PAGE_MASK) & -PhysicalMemory.PAGE_SIZE;
    }

    static boolean aligned(long address) {
        return (address & PhysicalMemory.PAGE_MASK) == 0;
    }

    static UserAreas areas(Request r) {
        return r.process().process().areas();
    }

    private static Permissions rights(int protection) {
        boolean write = (protection & PROT_WRITE) != 0;
        boolean execute = (protection & PROT_EXEC) != 0;
        // As on x86, what can be written or executed can be read.
        boolean read = (protection & PROT_READ) != 0 || write || execute;
        return new Permissions(read, write, execute, 0);
    }

    private static long moveBreak(Request r) {
        LinuxProcess process = r.process();
        long wanted = r.argument(0);
        long start = process.breakStart();
        if (wanted < start || wanted > start + LARGEST_HEAP) {
            return process.breakEnd();
        }
        long oldTop = up(process.breakEnd());
        long newTop = up(wanted);
        if (newTop > oldTop) {
            if (newTop >= areas(r).userEnd()
                    || occupied(r, oldTop, newTop)
                    || !process.limits().mayGrowHeap(process, newTop - oldTop)) {
                return process.breakEnd();
            }
            r.charge("memory.map");
            areas(r).add(
                            new Area(
                                    oldTop,
                                    newTop,
                                    Permissions.READ_WRITE,
                                    Backing.ANONYMOUS,
                                    PageSize.SMALL,
                                    "[heap]"));
        } else if (newTop < oldTop) {
            r.charge("memory.unmap");
            drop(r, newTop, oldTop, UNMAP_PAGE);
            areas(r).remove(newTop, oldTop);
        }
        process.breaks(start, wanted);
        return wanted;
    }

    static boolean occupied(Request r, long from, long to) {
        return areas(r).occupied(from, to);
    }

    /** Prices the loss of the pages of a range. */
    static void drop(Request r, long from, long to, String path) {
        var space = r.process().process().space();
        List<Mapping> present = new ArrayList<>(space.range(from, to).values());
        for (int i = 0; i < present.size(); i++) {
            r.charge(path);
        }
        r.kernel().shootdown(r.caller().core(), space, present);
    }

    /** The start of free addresses for so many bytes; 0 if there are none. */
    static long room(Request r, long length) {
        return areas(r).findFree(length, areas(r).mappingsEnd(), PhysicalMemory.PAGE_SIZE);
    }

    private static long map(Request r) {
        long length = r.argument(1);
        int flags = r.number(3);
        int kind = flags & MAP_KIND;
        if (kind == MAP_KIND && (flags & MAP_ANONYMOUS) != 0) {
            return Errno.EINVAL.negative();
        }
        if (kind == MAP_KIND && (flags & ~KNOWN_FLAGS) != 0) {
            return Errno.EOPNOTSUPP.negative();
        }
        if (areas(r).count() >= MOST_AREAS || !r.process().limits().mayMap(r.process(), length)) {
            return Errno.ENOMEM.negative();
        }
        boolean fixed = (flags & (MAP_FIXED | MAP_FIXED_NOREPLACE)) != 0;
        if (length <= 0 || kind == 0) {
            return length < 0 ? Errno.ENOMEM.negative() : Errno.EINVAL.negative();
        }
        // 2 MiB pages exist for private memory only, and there is no hugetlbfs.
        boolean large = (flags & MAP_HUGETLB) != 0;
        if (large && ((flags & MAP_ANONYMOUS) == 0 || kind != MAP_PRIVATE)) {
            return Errno.EINVAL.negative();
        }
        PageSize pages = large ? PageSize.LARGE : PageSize.SMALL;
        length = (length + pages.bytes() - 1) & -pages.bytes();
        if (length <= 0 || length > areas(r).userEnd()) {
            return Errno.ENOMEM.negative();
        }
        Backing backing = Backing.ANONYMOUS;
        String name = "";
        if ((flags & MAP_ANONYMOUS) == 0) {
            OpenFile file = r.file(4);
            Errno refusal = mappable(file, kind, r.number(2), r.argument(5));
            if (refusal != Errno.OK) {
                return refusal.negative();
            }
            boolean shared = kind != MAP_PRIVATE;
            backing = new Backing.Paged((RegularFile) file.inode(), r.argument(5), shared);
            name = file.path();
        } else if (kind != MAP_PRIVATE) {
            RegularFile object = new RegularFile(r.files().volume(), 0600);
            object.truncate(length, r.caller());
            backing = new Backing.Paged(object, 0, true);
            name = "/dev/zero";
        }
        long start = place(r, r.argument(0), length, flags, fixed, pages.bytes());
        if (start < 0) {
            return start;
        }
        if (fixed && tearsLargePage(r, start, start + length)) {
            return Errno.EINVAL.negative();
        }
        r.charge("memory.map");
        if (fixed) {
            drop(r, start, start + length, UNMAP_PAGE);
        }
        areas(r).add(new Area(start, start + length, rights(r.number(2)), backing, pages, name));
        if ((flags & (MAP_POPULATE | MAP_LOCKED)) != 0) {
            ResidencyCalls.populate(r, start, start + length);
        }
        return start;
    }

    private static Errno mappable(OpenFile file, int kind, int protection, long offset) {
        if (file == null) {
            return Errno.EBADF;
        }
        if (!(file.inode() instanceof RegularFile)) {
            return Errno.ENODEV;
        }
        if (!aligned(offset) || offset < 0) {
            return Errno.EINVAL;
        }
        boolean writesFile = kind != MAP_PRIVATE && (protection & PROT_WRITE) != 0;
        boolean mayWrite = (file.flags() & OpenFlags.ACCESS_MASK) == OpenFlags.READ_WRITE;
        return !file.readable() || (writesFile && !mayWrite) ? Errno.EACCES : Errno.OK;
    }

    private static long place(
            Request r, long hint, long length, int flags, boolean fixed, long alignment) {
        if (fixed) {
            if ((hint & (alignment - 1)) != 0) {
                return Errno.EINVAL.negative();
            }
            if (hint < UserAreas.LOWEST || hint > areas(r).userEnd() - length) {
                return hint < UserAreas.LOWEST && hint >= 0
                        ? Errno.EPERM.negative()
                        : Errno.ENOMEM.negative();
            }
            boolean keeps = (flags & MAP_FIXED_NOREPLACE) != 0;
            return keeps && occupied(r, hint, hint + length) ? Errno.EEXIST.negative() : hint;
        }
        long wanted = hint & -alignment;
        boolean usable =
                wanted >= UserAreas.LOWEST
                        && wanted <= areas(r).userEnd() - length
                        && !occupied(r, wanted, wanted + length);
        if (usable) {
            return wanted;
        }
        long start = areas(r).findFree(length, areas(r).mappingsEnd(), alignment);
        return start == 0 ? Errno.ENOMEM.negative() : start;
    }

    /** The end of a range whose start is sound, or -1. */
    static long end(Request r, long start, long length) {
        long bytes = up(length);
        boolean sound =
                aligned(start)
                        && start >= 0
                        && length >= 0
                        && bytes >= 0
                        && start <= areas(r).userEnd() - bytes;
        return sound ? start + bytes : -1;
    }

    /** Whether a range ends inside a 2 MiB page, which is never split. */
    static boolean tearsLargePage(Request r, long from, long to) {
        long inside = PageSize.LARGE.bytes() - 1;
        for (Area area : List.of(from, to - 1).stream().map(areas(r)::at).toList()) {
            if (area != null && area.pageSize() == PageSize.LARGE) {
                boolean tornFront = from > area.start() && (from & inside) != 0;
                boolean tornBack = to < area.end() && (to & inside) != 0;
                if (tornFront || tornBack) {
                    return true;
                }
            }
        }
        return false;
    }

    private static long unmap(Request r) {
        long end = end(r, r.argument(0), r.argument(1));
        if (end <= r.argument(0) || tearsLargePage(r, r.argument(0), end)) {
            return Errno.EINVAL.negative();
        }
        boolean splits =
                areas(r).at(end) != null && areas(r).at(end).equals(areas(r).at(r.argument(0)));
        if (splits && areas(r).count() >= MOST_AREAS) {
            return Errno.ENOMEM.negative();
        }
        r.charge("memory.unmap");
        drop(r, r.argument(0), end, UNMAP_PAGE);
        areas(r).remove(r.argument(0), end);
        return 0;
    }

    private static long protect(Request r) {
        long start = r.argument(0);
        long end = end(r, start, r.argument(1));
        if (!aligned(start)) {
            return Errno.EINVAL.negative();
        }
        if (end < 0) {
            return Errno.ENOMEM.negative();
        }
        if (end == start) {
            return 0;
        }
        if (tearsLargePage(r, start, end)) {
            return Errno.EINVAL.negative();
        }
        if (areas(r).count() >= MOST_AREAS) {
            return Errno.ENOMEM.negative();
        }
        r.charge("memory.protect");
        drop(r, start, end, "memory.protect.page");
        return areas(r).protect(start, end, rights(r.number(2))) ? 0 : Errno.ENOMEM.negative();
    }

    /** With no key of one's own, only "no key" can be asked for. */
    private static long protectWithKey(Request r) {
        return r.number(3) == -1 ? protect(r) : Errno.EINVAL.negative();
    }
}
