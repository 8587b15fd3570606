package org.rustos.kernel.linux;

import org.rustos.core.memory.PageSize;
import org.rustos.core.memory.Permissions;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.kernel.file.RegularFile;
import org.rustos.kernel.memory.Area;
import org.rustos.kernel.memory.Backing;
import org.rustos.kernel.memory.UserAreas;
import org.rustos.kernel.op.Errno;

import java.util.List;

/** Shared memory of System V IPC: segments whose pages any process may attach. */
final class SharedMemoryCalls {
    static final List<Call> ROWS =
            List.of(
                    new Call("shmget", 3, SharedMemoryCalls::get),
                    new Call("shmat", 3, SharedMemoryCalls::attach),
                    new Call("shmdt", 1, SharedMemoryCalls::detach),
                    new Call("shmctl", 3, SharedMemoryCalls::control));

    private static final int READ_ONLY = 010000;
    private static final int ROUND = 020000;
    private static final int REPLACE = 040000;
    private static final int STATUS_SIZE = 112;
    private static final int REMOVED = 01000;
    private static final long NANOS = 1_000_000_000L;

    private SharedMemoryCalls() {}

    /** One segment. */
    static final class Segment {
        private final RegularFile pages;
        private final long size;
        private final int creator;
        private boolean removed;

        private Segment(RegularFile pages, long size, int creator) {
            this.pages = pages;
            this.size = size;
            this.creator = creator;
        }
    }

    private static long up(long bytes) {
        return (bytes + PhysicalMemory.PAGE_MASK) & -PhysicalMemory.PAGE_SIZE;
    }

    private static long get(Request r) {
        long size = r.argument(1);
        Errno invalid =
                size <= 0 || size > MemoryCalls.areas(r).userEnd() ? Errno.EINVAL : Errno.OK;
        return r.system()
                .segments()
                .get(
                        r,
                        r.number(0),
                        r.number(2),
                        invalid,
                        () -> {
                            RegularFile pages = new RegularFile(r.files().volume(), 0600);
                            pages.truncate(up(size), r.caller());
                            pages.mapped(1);
                            return new Segment(pages, size, r.process().process().id());
                        },
                        found -> found.size >= size);
    }

    private static long attach(Request r) {
        var entry = r.system().segments().find(r, r.number(0));
        if (entry == null) {
            return Errno.EINVAL.negative();
        }
        int flags = r.number(2);
        boolean writes = (flags & READ_ONLY) == 0;
        if (!entry.allows(r.process(), writes ? 6 : 4)) {
            return Errno.EACCES.negative();
        }
        Segment segment = entry.object();
        UserAreas areas = r.process().process().areas();
        long length = up(segment.size);
        long at = r.argument(1);
        if (at == 0) {
            at = MemoryCalls.room(r, length);
        } else {
            at = (flags & ROUND) != 0 ? at & -PhysicalMemory.PAGE_SIZE : at;
            boolean sound =
                    (at & PhysicalMemory.PAGE_MASK) == 0
                            && at >= UserAreas.LOWEST
                            && at <= areas.userEnd() - length;
            if (!sound || ((flags & REPLACE) == 0 && areas.occupied(at, at + length))) {
                return Errno.EINVAL.negative();
            }
        }
        if (at == 0 || !r.process().limits().mayMap(r.process(), length)) {
            return Errno.ENOMEM.negative();
        }
        r.charge("memory.map");
        Permissions rights = writes ? Permissions.READ_WRITE : Permissions.READ;
        Backing backing = new Backing.Paged(segment.pages, 0, true);
        String name = "/SYSV%08x".formatted(entry.key());
        areas.add(new Area(at, at + length, rights, backing, PageSize.SMALL, name));
        return at;
    }

    private static long detach(Request r) {
        UserAreas areas = r.process().process().areas();
        Area area = areas.at(r.argument(0));
        boolean begins =
                area != null
                        && area.start() == r.argument(0)
                        && area.name().startsWith("/SYSV")
                        && area.backing() instanceof Backing.Paged paged
                        && paged.offset() == 0;
        if (!begins) {
            return Errno.EINVAL.negative();
        }
        r.charge("memory.unmap");
        MemoryCalls.drop(r, area.start(), area.end(), MemoryCalls.UNMAP_PAGE);
        areas.remove(area.start(), area.end());
        sweep(r.system());
        return 0;
    }

    private static int users(LinuxSyscalls system, Segment segment) {
        int users = 0;
        for (LinuxProcess process : system.processes()) {
            for (Area area : process.process().areas().all()) {
                boolean ours =
                        area.backing() instanceof Backing.Paged paged
                                && paged.pages() == segment.pages
                                && paged.offset() == 0;
                users += ours ? 1 : 0;
            }
        }
        return users;
    }

    /** Segments that were removed go with their last user. */
    static void sweep(LinuxSyscalls system) {
        system.segments()
                .all()
                .values()
                .removeIf(
                        e -> {
                            Segment segment = e.object();
                            boolean over = segment.removed && users(system, segment) == 0;
                            if (over) {
                                segment.pages.mapped(-1);
                            }
                            return over;
                        });
    }

    private static long control(Request r) {
        var entry = r.system().segments().find(r, r.number(0));
        if (entry == null) {
            return Errno.EINVAL.negative();
        }
        Segment segment = entry.object();
        switch (r.number(1)) {
            case IpcTable.IPC_RMID -> {
                if (!entry.owned(r.process())) {
                    return Errno.EPERM.negative();
                }
                segment.removed = true;
                entry.forgetKey();
                sweep(r.system());
                return 0;
            }
            case IpcTable.IPC_SET -> {
                Struct given = r.get(r.argument(2), STATUS_SIZE);
                if (given == null || !entry.owned(r.process())) {
                    return given == null ? Errno.EFAULT.negative() : Errno.EPERM.negative();
                }
                entry.set(given);
                return 0;
            }
            case IpcTable.IPC_STAT -> {
                if (!entry.allows(r.process(), 4)) {
                    return Errno.EACCES.negative();
                }
                Struct s = new Struct(STATUS_SIZE);
                entry.tell(s);
                s.u32(20, s.s32(20) | (segment.removed ? REMOVED : 0));
                s.u64(48, segment.size).u64(72, r.files().volume().nanoseconds(0) / NANOS);
                s.u32(80, segment.creator).u64(88, users(r.system(), segment));
                return r.put(r.argument(2), s);
            }
            default -> {
                boolean lock = r.number(1) == 11 || r.number(1) == 12;
                return lock ? 0 : Errno.EINVAL.negative();
            }
        }
    }
}
