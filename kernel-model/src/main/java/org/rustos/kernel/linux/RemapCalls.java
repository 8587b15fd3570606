package org.rustos.kernel.linux;

import org.rustos.core.memory.PageSize;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.kernel.memory.Area;
import org.rustos.kernel.memory.Backing;
import org.rustos.kernel.memory.UserAreas;
import org.rustos.kernel.op.Errno;

import java.util.List;

/** The call that makes a mapping longer, shorter or moves it. */
final class RemapCalls {
    static final List<Call> ROWS = List.of(new Call("mremap", 5, RemapCalls::remap));

    private static final int MREMAP_MAYMOVE = 1;
    private static final int MREMAP_FIXED = 2;
    private static final int MREMAP_DONTUNMAP = 4;

    private RemapCalls() {}

    private static long remap(Request r) {
        long start = r.argument(0);
        long oldEnd = MemoryCalls.end(r, start, r.argument(1));
        long newLength = MemoryCalls.up(r.argument(2));
        int flags = r.number(3);
        boolean mayMove = (flags & MREMAP_MAYMOVE) != 0;
        boolean fixed = (flags & MREMAP_FIXED) != 0;
        boolean keeps = (flags & MREMAP_DONTUNMAP) != 0;
        if (oldEnd < 0
                || newLength <= 0
                || newLength > MemoryCalls.areas(r).userEnd()
                || (flags & ~(MREMAP_MAYMOVE | MREMAP_FIXED | MREMAP_DONTUNMAP)) != 0
                || ((fixed || keeps) && !mayMove)
                || (keeps && oldEnd - start != newLength)) {
            return Errno.EINVAL.negative();
        }
        Area area = MemoryCalls.areas(r).at(start);
        if (area == null || oldEnd > area.end()) {
            return Errno.EFAULT.negative();
        }
        if (area.pageSize() == PageSize.LARGE) {
            return Errno.EINVAL.negative(); // as Linux before 5.16
        }
        long target = fixed ? r.argument(4) : 0;
        if (fixed && (MemoryCalls.end(r, target, newLength) < 0 || target < UserAreas.LOWEST)) {
            return Errno.EINVAL.negative();
        }
        if (fixed && target < oldEnd && target + newLength > start) {
            return Errno.EINVAL.negative();
        }
        if (!r.process().limits().mayMap(r.process(), newLength - (oldEnd - start))) {
            return Errno.ENOMEM.negative();
        }
        r.charge("memory.map");
        if (oldEnd == start) {
            return duplicate(r, area, start, newLength, target);
        }
        if (fixed) {
            MemoryCalls.drop(r, target, target + newLength, MemoryCalls.UNMAP_PAGE);
            MemoryCalls.areas(r).remove(target, target + newLength);
        }
        long newEnd = start + newLength;
        if (newEnd < oldEnd) {
            MemoryCalls.drop(r, newEnd, oldEnd, MemoryCalls.UNMAP_PAGE);
            MemoryCalls.areas(r).remove(newEnd, oldEnd);
            oldEnd = newEnd;
        }
        if (newEnd == oldEnd && !fixed && !keeps) {
            return start;
        }
        boolean room =
                oldEnd == area.end()
                        && newEnd < MemoryCalls.areas(r).userEnd()
                        && !MemoryCalls.occupied(r, oldEnd, newEnd);
        if (room && newEnd > oldEnd && !fixed) {
            MemoryCalls.areas(r).add(longer(area, oldEnd, newEnd));
            return start;
        }
        return mayMove
                ? moveTo(r, start, oldEnd, newLength, target, keeps)
                : Errno.ENOMEM.negative();
    }

    /** An old length of nothing: a shared mapping gets a second place. */
    private static long duplicate(Request r, Area area, long start, long length, long wanted) {
        if (!(area.backing() instanceof Backing.Paged paged) || !paged.shared()) {
            return Errno.EINVAL.negative();
        }
        long target =
                wanted != 0
                        ? wanted
                        : MemoryCalls.areas(r)
                                .findFree(
                                        length,
                                        MemoryCalls.areas(r).mappingsEnd(),
                                        PhysicalMemory.PAGE_SIZE);
        if (target == 0) {
            return Errno.ENOMEM.negative();
        }
        long offset = paged.offset() + (start - area.start());
        Backing same = new Backing.Paged(paged.pages(), offset, true);
        MemoryCalls.areas(r)
                .add(
                        new Area(
                                target,
                                target + length,
                                area.permissions(),
                                same,
                                area.pageSize(),
                                area.name()));
        return target;
    }

    private static long moveTo(
            Request r, long start, long oldEnd, long newLength, long wanted, boolean keeps) {
        long target =
                wanted != 0
                        ? wanted
                        : MemoryCalls.areas(r)
                                .findFree(
                                        newLength,
                                        MemoryCalls.areas(r).mappingsEnd(),
                                        PhysicalMemory.PAGE_SIZE);
        if (target == 0) {
            return Errno.ENOMEM.negative();
        }
        Area area = MemoryCalls.areas(r).at(start).part(start, oldEnd);
        MemoryCalls.drop(r, start, oldEnd, MemoryCalls.UNMAP_PAGE);
        if (!MemoryCalls.areas(r).move(start, oldEnd, target, keeps)) {
            return Errno.ENOMEM.negative();
        }
        long moved = target + (oldEnd - start);
        if (moved < target + newLength) {
            Area here =
                    new Area(
                            target,
                            moved,
                            area.permissions(),
                            area.backing(),
                            area.pageSize(),
                            area.name());
            MemoryCalls.areas(r).add(longer(here, moved, target + newLength));
        }
        return target;
    }

    /** The piece that makes an area longer: from its end on, with the same backing. */
    private static Area longer(Area area, long from, long to) {
        Backing backing = area.backing();
        if (backing instanceof Backing.Paged paged) {
            long offset = paged.offset() + (from - area.start());
            backing = new Backing.Paged(paged.pages(), offset, paged.shared());
        }
        return new Area(from, to, area.permissions(), backing, area.pageSize(), area.name());
    }
}
