package org.rustos.kernel.linux;

import org.rustos.kernel.file.Answer;
import org.rustos.kernel.file.Credentials;
import org.rustos.kernel.file.Directory;
import org.rustos.kernel.file.Inode;
import org.rustos.kernel.file.OpenFile;
import org.rustos.kernel.file.OpenFlags;
import org.rustos.kernel.file.RegularFile;
import org.rustos.kernel.op.Errno;

import java.util.List;

/** Calls that give a descriptor to what else comes by signals or not at all. */
final class WatchCalls {
    static final List<Call> ROWS =
            List.of(
                    new Call("timerfd_create", 2, WatchCalls::makeTimer),
                    new Call("timerfd_settime", 4, WatchCalls::setTimer),
                    new Call("timerfd_gettime", 2, WatchCalls::getTimer),
                    new Call("signalfd", 3, r -> signals(r, 0)),
                    new Call("signalfd4", 4, r -> signals(r, r.number(3))),
                    new Call("inotify_init", 0, r -> notifier(r, 0)),
                    new Call("inotify_init1", 1, r -> notifier(r, r.number(0))),
                    new Call("inotify_add_watch", 3, WatchCalls::watch),
                    new Call("inotify_rm_watch", 2, WatchCalls::unwatch),
                    new Call("memfd_create", 2, WatchCalls::memory),
                    new Call("pidfd_open", 2, WatchCalls::process),
                    new Call("pidfd_send_signal", 4, WatchCalls::signalProcess),
                    new Call("name_to_handle_at", 5, r -> Errno.EOPNOTSUPP.negative()),
                    new Call("open_by_handle_at", 3, r -> Errno.EPERM.negative()));

    private static final int MODES = OpenFlags.NON_BLOCKING | OpenFlags.CLOSE_ON_EXEC;
    private static final int CLOCK_MONOTONIC = 1;
    private static final int CLOCK_BOOTTIME = 7;
    private static final int LAST_ALARM_CLOCK = 9;
    private static final int TIMER_SIZE = 32;
    private static final int ABSOLUTE = 1;
    private static final int CANCEL_ON_SET = 2;
    private static final int MASK_BYTES = 8;
    private static final int ALL_EVENTS = 0xfff;
    private static final int ONLY_DIRECTORY = 0x0100_0000;
    private static final int DONT_FOLLOW = 0x0200_0000;
    private static final int ADD_BITS = 0x2000_0000;
    private static final int ONLY_CREATE = 0x1000_0000;
    private static final int MFD_CLOEXEC = 1;
    private static final int MFD_KNOWN = 0x1b;
    private static final int LONGEST_NAME = 249;

    private WatchCalls() {}

    private static long install(Request r, Inode inode, int flags, int access, String path) {
        r.charge("file.open");
        OpenFile file = new OpenFile(inode, access | (flags & OpenFlags.NON_BLOCKING), path);
        boolean onExec = (flags & OpenFlags.CLOSE_ON_EXEC) != 0;
        return r.install(file, onExec);
    }

    // ---- timers

    private static long makeTimer(Request r) {
        int clock = r.number(0);
        boolean known =
                clock == 0
                        || clock == CLOCK_MONOTONIC
                        || (clock >= CLOCK_BOOTTIME && clock <= LAST_ALARM_CLOCK);
        if (!known || (r.number(1) & ~MODES) != 0) {
            return Errno.EINVAL.negative();
        }
        TimerFile timer = new TimerFile(r.kernel(), clock);
        return install(r, timer, r.number(1), OpenFlags.READ_WRITE, "anon_inode:[timerfd]");
    }

    private static long setTimer(Request r) {
        long interval = TimeCalls.timespec(r, r.argument(2));
        long value = interval < 0 ? interval : TimeCalls.timespec(r, r.argument(2) + 16);
        if (value < 0) {
            return (value == -1 ? Errno.EINVAL : Errno.EFAULT).negative();
        }
        OpenFile file = r.file(0);
        if (file == null) {
            return Errno.EBADF.negative();
        }
        boolean known = (r.number(1) & ~(ABSOLUTE | CANCEL_ON_SET)) == 0;
        if (!(file.inode() instanceof TimerFile timer) || !known) {
            return Errno.EINVAL.negative();
        }
        Struct old = state(timer, r.nowMc());
        r.charge("timer.set");
        long now = r.kernel().mcToNanos(r.nowMc());
        boolean absolute = (r.number(1) & ABSOLUTE) != 0;
        long at = absolute ? now + value - TimeCalls.now(r, timer.clock()) : now + value;
        timer.set(r.nowMc(), value == 0 ? -1 : Math.max(0, at), interval);
        return r.argument(3) == 0 ? 0 : r.put(r.argument(3), old);
    }

    private static long getTimer(Request r) {
        OpenFile file = r.file(0);
        if (file == null) {
            return Errno.EBADF.negative();
        }
        return file.inode() instanceof TimerFile timer
                ? r.put(r.argument(1), state(timer, r.nowMc()))
                : Errno.EINVAL.negative();
    }

    private static Struct state(TimerFile timer, long nowMc) {
        long left = timer.left(nowMc);
        long interval = timer.intervalNanos();
        return new Struct(TIMER_SIZE)
                .u64(0, interval / TimeCalls.NANOS)
                .u64(8, interval % TimeCalls.NANOS)
                .u64(16, left / TimeCalls.NANOS)
                .u64(24, left % TimeCalls.NANOS);
    }

    // ---- signals

    private static long signals(Request r, int flags) {
        if ((flags & ~MODES) != 0 || r.argument(2) != MASK_BYTES) {
            return Errno.EINVAL.negative();
        }
        Struct mask = r.get(r.argument(1), MASK_BYTES);
        if (mask == null) {
            return Errno.EFAULT.negative();
        }
        if (r.number(0) == -1) {
            SignalFile made = new SignalFile(r.files().volume(), r.process(), mask.u64(0));
            return install(r, made, flags, OpenFlags.READ_WRITE, "anon_inode:[signalfd]");
        }
        OpenFile file = r.file(0);
        if (file == null) {
            return Errno.EBADF.negative();
        }
        if (!(file.inode() instanceof SignalFile signals)) {
            return Errno.EINVAL.negative();
        }
        signals.mask(mask.u64(0));
        r.process().signalled().wakeAll(r.nowMc());
        return r.number(0);
    }

    // ---- files

    private static long notifier(Request r, int flags) {
        if ((flags & ~MODES) != 0) {
            return Errno.EINVAL.negative();
        }
        Notifier.Limit limit = r.system().notifiers();
        if (limit.reached()) {
            return Errno.EMFILE.negative();
        }
        Notifier made = new Notifier(r.files().volume(), limit);
        return install(r, made, flags, 0, "anon_inode:inotify");
    }

    private static Answer<Notifier> notifier(Request r) {
        OpenFile file = r.file(0);
        if (file == null) {
            return Answer.refused(Errno.EBADF);
        }
        return file.inode() instanceof Notifier notifier
                ? Answer.of(notifier)
                : Answer.refused(Errno.EINVAL);
    }

    private static long watch(Request r) {
        int mask = r.number(2);
        boolean both = (mask & ADD_BITS) != 0 && (mask & ONLY_CREATE) != 0;
        if ((mask & ALL_EVENTS) == 0 || both) {
            return Errno.EINVAL.negative();
        }
        Answer<Notifier> notifier = notifier(r);
        if (!notifier.ok()) {
            return notifier.error().negative();
        }
        int how = (mask & DONT_FOLLOW) != 0 ? PathCalls.AT_SYMLINK_NOFOLLOW : 0;
        Answer<Inode> found = PathCalls.found(r, Request.AT_FDCWD, 1, how);
        if (!found.ok()) {
            return found.error().negative();
        }
        if ((mask & ONLY_DIRECTORY) != 0 && !(found.value() instanceof Directory)) {
            return Errno.ENOTDIR.negative();
        }
        if (!r.process().credentials().may(found.value(), Credentials.READ)) {
            return Errno.EACCES.negative();
        }
        r.charge("notify.watch");
        return notifier.value().watch(found.value(), mask);
    }

    private static long unwatch(Request r) {
        Answer<Notifier> notifier = notifier(r);
        if (!notifier.ok()) {
            return notifier.error().negative();
        }
        r.charge("notify.watch");
        return notifier.value().unwatch(r.number(1), r.caller()).negative();
    }

    /** A file without a name; seals are not kept. */
    private static long memory(Request r) {
        if ((r.number(1) & ~MFD_KNOWN) != 0) {
            return Errno.EINVAL.negative();
        }
        Answer<String> name = r.path(0);
        if (!name.ok() || name.value().length() > LONGEST_NAME) {
            return (name.error() == Errno.EFAULT ? Errno.EFAULT : Errno.EINVAL).negative();
        }
        int flags = (r.number(1) & MFD_CLOEXEC) != 0 ? OpenFlags.CLOSE_ON_EXEC : 0;
        RegularFile file = new RegularFile(r.files().volume(), 0777);
        String path = "/memfd:" + name.value() + " (deleted)";
        return install(r, file, flags, OpenFlags.READ_WRITE, path);
    }

    // ---- processes

    private static long process(Request r) {
        if (r.number(0) <= 0 || (r.number(1) & ~OpenFlags.NON_BLOCKING) != 0) {
            return Errno.EINVAL.negative();
        }
        LinuxProcess process = r.system().process(r.number(0));
        if (process == null) {
            return Errno.ESRCH.negative();
        }
        int flags = r.number(1) | OpenFlags.CLOSE_ON_EXEC;
        ProcessFile file = new ProcessFile(r.files().volume(), process);
        return install(r, file, flags, OpenFlags.READ_WRITE, "anon_inode:[pidfd]");
    }

    private static long signalProcess(Request r) {
        OpenFile file = r.file(0);
        if (file == null || !(file.inode() instanceof ProcessFile target)) {
            return Errno.EBADF.negative();
        }
        int signal = r.number(1);
        if (signal < 0 || signal > SignalActions.COUNT || r.number(3) != 0) {
            return Errno.EINVAL.negative();
        }
        r.charge("signal.send");
        LinuxProcess process = target.process();
        if (r.system().process(process.process().id()) != process) {
            return Errno.ESRCH.negative();
        }
        SignalInformation information = SignalInformation.ofUser(signal, r.process());
        if (r.argument(2) != 0) {
            Struct given = r.get(r.argument(2), SignalInformation.SIZE);
            if (given == null) {
                return Errno.EFAULT.negative();
            }
            information = SignalInformation.of(signal, given);
        }
        boolean sent = signal == 0 || r.system().signals().post(process, information, r.nowMc());
        return sent ? 0 : Errno.EAGAIN.negative();
    }
}
