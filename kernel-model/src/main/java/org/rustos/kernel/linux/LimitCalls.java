package org.rustos.kernel.linux;

import org.rustos.kernel.op.Errno;

import java.util.List;

/** Calls that tell and set limits. */
final class LimitCalls {
    static final List<Call> ROWS =
            List.of(
                    new Call("getrlimit", 2, r -> change(r, r.process(), 0, 0, 1)),
                    new Call("setrlimit", 2, r -> change(r, r.process(), 0, 1, 0)),
                    new Call("prlimit64", 4, LimitCalls::ofProcess));

    /** As fs.nr_open of a small machine: no process may have more descriptors. */
    private static final long MOST_DESCRIPTORS = 65_536;

    private LimitCalls() {}

    private static long ofProcess(Request r) {
        int id = r.number(0);
        LinuxProcess process = id == 0 ? r.process() : r.system().process(id);
        if (process == null || process.process().exited()) {
            return Errno.ESRCH.negative();
        }
        int user = r.process().credentials().user();
        if (user != 0 && user != process.credentials().user()) {
            return Errno.EPERM.negative();
        }
        return change(r, process, 1, 2, 3);
    }

    /**
     * Tells the old limit and sets a new one; an argument index of 0, or an address of 0, leaves
     * that out.
     */
    private static long change(Request r, LinuxProcess process, int index, int wanted, int old) {
        int which = r.number(index);
        if (which < 0 || which >= Limits.COUNT) {
            return Errno.EINVAL.negative();
        }
        Limits limits = process.limits();
        Struct told = new Struct(16).u64(0, limits.soft(which)).u64(8, limits.hard(which));
        if (wanted > 0 && r.argument(wanted) != 0) {
            Struct given = r.get(r.argument(wanted), 16);
            if (given == null) {
                return Errno.EFAULT.negative();
            }
            Errno error = set(r, process, which, given.u64(0), given.u64(8));
            if (error != Errno.OK) {
                return error.negative();
            }
        } else if (wanted > 0 && old == 0) {
            return Errno.EFAULT.negative();
        }
        return old == 0 || (r.argument(old) == 0 && wanted > 0) ? 0 : r.put(r.argument(old), told);
    }

    private static Errno set(Request r, LinuxProcess process, int which, long soft, long hard) {
        if (Long.compareUnsigned(soft, hard) > 0) {
            return Errno.EINVAL;
        }
        boolean raises = Long.compareUnsigned(hard, process.limits().hard(which)) > 0;
        boolean tooMany =
                which == Limits.DESCRIPTORS && Long.compareUnsigned(hard, MOST_DESCRIPTORS) > 0;
        if (tooMany || (raises && r.process().credentials().user() != 0)) {
            return Errno.EPERM;
        }
        process.limits().set(which, soft, hard);
        if (which == Limits.DESCRIPTORS) {
            process.descriptors().limit((int) soft);
        } else if (which == Limits.CPU) {
            process.limitProcessorTime(soft, hard);
        }
        return Errno.OK;
    }
}
