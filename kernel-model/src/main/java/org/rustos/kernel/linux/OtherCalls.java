package org.rustos.kernel.linux;

import org.rustos.kernel.file.Answer;
import org.rustos.kernel.file.Inode;
import org.rustos.kernel.op.Errno;

import java.util.ArrayList;
import java.util.List;

/** Calls that are answered without a service behind them: refusals, hints, scheduling classes. */
final class OtherCalls {
    static final List<Call> ROWS = rows();

    private static final int CAPABILITIES_VERSION = 0x2008_0522;

    private static final int POLICY_BATCH = 3;
    private static final int POLICY_IDLE = 5;
    private static final int PRIORITY_MOST = 99;

    private OtherCalls() {}

    private static List<Call> rows() {
        List<Call> rows = new ArrayList<>();
        // What only an administrator of a real machine may do.
        for (String name :
                List.of(
                        "ptrace",
                        "syslog",
                        "vhangup",
                        "pivot_root",
                        "chroot",
                        "acct",
                        "settimeofday",
                        "mount",
                        "umount2",
                        "swapon",
                        "swapoff",
                        "reboot",
                        "sethostname",
                        "setdomainname",
                        "iopl",
                        "ioperm",
                        "init_module",
                        "delete_module",
                        "clock_settime",
                        "unshare",
                        "setns",
                        "bpf",
                        "userfaultfd",
                        "finit_module",
                        "kexec_load",
                        "quotactl",
                        "perf_event_open",
                        "fanotify_init")) {
            rows.add(new Call(name, 3, r -> Errno.EPERM.negative()));
        }
        // No file has extended attributes, and none can be set.
        for (String kind : List.of("", "l", "f")) {
            rows.add(new Call(kind + "setxattr", 5, r -> attribute(r, kind)));
            rows.add(new Call(kind + "getxattr", 4, r -> attribute(r, kind)));
            rows.add(new Call(kind + "removexattr", 2, r -> attribute(r, kind)));
            rows.add(new Call(kind + "listxattr", 3, r -> attributes(r, kind)));
        }
        for (String name : List.of("syncfs", "sync_file_range", "readahead")) {
            rows.add(new Call(name, 3, OtherCalls::hint));
        }
        rows.add(new Call("sched_getscheduler", 1, r -> exists(r, 0)));
        rows.add(new Call("sched_setscheduler", 3, OtherCalls::policy));
        rows.add(new Call("sched_getparam", 2, OtherCalls::parameter));
        rows.add(new Call("sched_setparam", 2, r -> exists(r, 0)));
        rows.add(new Call("sched_get_priority_max", 1, r -> priority(r, PRIORITY_MOST)));
        rows.add(new Call("sched_get_priority_min", 1, r -> priority(r, 1)));
        rows.add(new Call("sched_rr_get_interval", 2, OtherCalls::slice));
        rows.add(new Call("ioprio_get", 2, r -> 0));
        rows.add(new Call("ioprio_set", 3, r -> 0));
        rows.add(new Call("setfsuid", 1, r -> r.process().credentials().user()));
        rows.add(new Call("setfsgid", 1, r -> r.process().credentials().group()));
        rows.add(new Call("capget", 2, OtherCalls::capabilities));
        rows.add(new Call("capset", 2, r -> 0));
        return List.copyOf(rows);
    }

    private static Errno names(Request r, String kind) {
        if (kind.equals("f")) {
            return r.file(0) == null ? Errno.EBADF : Errno.OK;
        }
        int flags = kind.isEmpty() ? 0 : PathCalls.AT_SYMLINK_NOFOLLOW;
        Answer<Inode> found = PathCalls.found(r, Request.AT_FDCWD, 0, flags);
        return found.ok() ? Errno.OK : found.error();
    }

    private static long attribute(Request r, String kind) {
        Errno error = names(r, kind);
        return error == Errno.OK ? Errno.EOPNOTSUPP.negative() : error.negative();
    }

    private static long attributes(Request r, String kind) {
        return names(r, kind).negative();
    }

    private static long hint(Request r) {
        return r.file(0) == null ? Errno.EBADF.negative() : 0;
    }

    /** A value if the process or thread that the first argument names exists. */
    private static long exists(Request r, long value) {
        int id = r.number(0);
        if (id < 0) {
            return Errno.EINVAL.negative();
        }
        boolean found = id == 0 || r.system().process(id) != null;
        for (LinuxProcess process : r.system().processes()) {
            found |= process.thread(id) != null;
        }
        return found ? value : Errno.ESRCH.negative();
    }

    private static long policy(Request r) {
        Struct parameter = r.get(r.argument(2), 4);
        if (parameter == null) {
            return r.argument(2) == 0 ? Errno.EINVAL.negative() : Errno.EFAULT.negative();
        }
        int policy = r.number(1) & 0x3fff_ffff;
        int wanted = parameter.s32(0);
        boolean plain = policy == 0 || policy == POLICY_BATCH || policy == POLICY_IDLE;
        boolean urgent = policy == 1 || policy == 2;
        if (plain ? wanted != 0 : !urgent || wanted < 1 || wanted > PRIORITY_MOST) {
            return Errno.EINVAL.negative();
        }
        return exists(r, 0);
    }

    private static long parameter(Request r) {
        long error = exists(r, 0);
        return error == 0 ? r.put(r.argument(1), new Struct(4)) : error;
    }

    private static long priority(Request r, long urgent) {
        return switch (r.number(0)) {
            case 0, POLICY_BATCH, POLICY_IDLE, 6 -> 0;
            case 1, 2 -> urgent;
            default -> Errno.EINVAL.negative();
        };
    }

    private static long slice(Request r) {
        long error = exists(r, 0);
        long nanos = r.kernel().config().sliceNanos();
        return error == 0 ? r.put(r.argument(1), new Struct(16).u64(0, 0).u64(8, nanos)) : error;
    }

    /** The superuser has all, another none. */
    private static long capabilities(Request r) {
        Struct header = r.get(r.argument(0), 8);
        if (header == null) {
            return Errno.EFAULT.negative();
        }
        if (header.s32(0) != CAPABILITIES_VERSION) {
            long error = r.put(r.argument(0), header.u32(0, CAPABILITIES_VERSION));
            return error != 0 ? error : r.argument(1) == 0 ? 0 : Errno.EINVAL.negative();
        }
        long all = r.process().credentials().user() == 0 ? 0x1ff_ffff_ffffL : 0;
        Struct sets = new Struct(24);
        for (int i = 0; i < 2; i++) {
            sets.u32(i * 12, all >>> 32 * i).u32(i * 12 + 4, all >>> 32 * i);
        }
        return r.argument(1) == 0 ? 0 : r.put(r.argument(1), sets);
    }
}
