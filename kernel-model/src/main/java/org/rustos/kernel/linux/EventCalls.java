package org.rustos.kernel.linux;

import org.rustos.kernel.file.Inode;
import org.rustos.kernel.file.OpenFile;
import org.rustos.kernel.file.OpenFlags;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.process.WaitQueue;

import java.util.List;

/** Calls about event counters and epoll. */
final class EventCalls {
    static final List<Call> ROWS =
            List.of(
                    new Call("eventfd", 1, r -> counter(r, 0)),
                    new Call("eventfd2", 2, r -> counter(r, r.number(1))),
                    new Call(
                            "epoll_create",
                            1,
                            r -> r.number(0) <= 0 ? Errno.EINVAL.negative() : set(r, 0)),
                    new Call("epoll_create1", 1, r -> set(r, r.number(0))),
                    new Call("epoll_ctl", 4, EventCalls::control),
                    new Call("epoll_wait", 4, r -> await(r, millis(r))),
                    new Call("epoll_pwait", 6, r -> awaitMasked(r, millis(r))),
                    new Call("epoll_pwait2", 6, EventCalls::awaitNanos));

    private static final int SEMAPHORE = 1;
    private static final int ADD = 1;
    private static final int DELETE = 2;
    private static final int MODIFY = 3;
    private static final int MOST_EVENTS = Integer.MAX_VALUE / 12;
    private static final int AT_ONCE = 4096;
    private static final long MILLIS = 1_000_000L;

    private EventCalls() {}

    private static long install(Request r, Inode inode, int flags, String path) {
        r.charge("file.open");
        int mode = OpenFlags.READ_WRITE | (flags & OpenFlags.NON_BLOCKING);
        OpenFile file = new OpenFile(inode, mode, path);
        boolean onExec = (flags & OpenFlags.CLOSE_ON_EXEC) != 0;
        return r.install(file, onExec);
    }

    private static long counter(Request r, int flags) {
        int known = SEMAPHORE | OpenFlags.NON_BLOCKING | OpenFlags.CLOSE_ON_EXEC;
        if ((flags & ~known) != 0) {
            return Errno.EINVAL.negative();
        }
        long initial = r.argument(0) & 0xffff_ffffL;
        boolean semaphore = (flags & SEMAPHORE) != 0;
        return install(
                r,
                new EventCounter(r.files().volume(), initial, semaphore),
                flags,
                "anon_inode:[eventfd]");
    }

    private static long set(Request r, int flags) {
        return (flags & ~OpenFlags.CLOSE_ON_EXEC) != 0
                ? Errno.EINVAL.negative()
                : install(r, new InterestSet(r.files().volume()), flags, "anon_inode:[eventpoll]");
    }

    private static long control(Request r) {
        OpenFile set = r.file(0);
        OpenFile watched = r.file(2);
        if (set == null || watched == null) {
            return Errno.EBADF.negative();
        }
        if (!(set.inode() instanceof InterestSet interests)) {
            return Errno.EINVAL.negative();
        }
        int descriptor = r.number(2);
        if (r.number(1) == DELETE) {
            return interests.remove(descriptor, watched).negative();
        }
        int size = eventSize(r);
        Struct event = r.get(r.argument(3), size);
        if (event == null) {
            return Errno.EFAULT.negative();
        }
        long data = event.u64(size - 8);
        Errno error =
                switch (r.number(1)) {
                    case ADD -> interests.add(descriptor, watched, event.s32(0), data);
                    case MODIFY -> interests.modify(descriptor, watched, event.s32(0), data);
                    default -> Errno.EINVAL;
                };
        interests.changed().wakeAll(r.nowMc());
        return error.negative();
    }

    /** The fourth argument in nanoseconds; below 0 for ever. */
    private static long millis(Request r) {
        return r.number(3) < 0 ? -1 : r.number(3) * MILLIS;
    }

    private static long awaitNanos(Request r) {
        long nanos = r.argument(3) == 0 ? -1 : TimeCalls.timespec(r, r.argument(3));
        if (r.argument(3) != 0 && nanos < 0) {
            return (nanos == -1 ? Errno.EINVAL : Errno.EFAULT).negative();
        }
        return awaitMasked(r, nanos);
    }

    private static long awaitMasked(Request r, long nanos) {
        if (r.argument(4) != 0) {
            Struct mask = r.get(r.argument(4), 8);
            if (mask == null) {
                return Errno.EFAULT.negative();
            }
            r.state().maskForWait(mask.u64(0));
        }
        return await(r, nanos);
    }

    private static long await(Request r, long nanos) {
        OpenFile set = r.file(0);
        if (set == null) {
            return Errno.EBADF.negative();
        }
        int most = r.number(2);
        boolean sound = most > 0 && most <= MOST_EVENTS;
        if (!(set.inode() instanceof InterestSet interests) || !sound) {
            return Errno.EINVAL.negative();
        }
        r.charge("epoll.wait");
        List<InterestSet.Ready> found = interests.collect(Math.min(most, AT_ONCE), r.caller());
        if (found.isEmpty()) {
            if (nanos == 0 || r.timedOut()) {
                return 0;
            }
            if (r.interrupted()) {
                return Errno.EINTR.negative();
            }
            if (nanos > 0) {
                r.deadline(TimeCalls.deadline(r, nanos));
            }
            return r.park(interests.queues().toArray(WaitQueue[]::new));
        }
        int size = eventSize(r);
        Struct events = new Struct(found.size() * size);
        for (int i = 0; i < found.size(); i++) {
            events.u32(i * size, found.get(i).events());
            events.u64(i * size + size - 8, found.get(i).data());
        }
        long error = r.put(r.argument(1), events);
        return error == 0 ? found.size() : error;
    }

    private static int eventSize(Request r) {
        return r.system().abi().layouts().get("epoll_event").size();
    }
}
