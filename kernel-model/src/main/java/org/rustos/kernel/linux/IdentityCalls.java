package org.rustos.kernel.linux;

import org.rustos.kernel.file.Credentials;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.op.KernelOp;

import java.util.List;

/** Calls about who a process is to others: users, groups, process groups, sessions. */
final class IdentityCalls {
    static final List<Call> ROWS =
            List.of(
                    new Call("getpid", 0, r -> told(r, r.process().process().id())),
                    new Call(
                            "getppid",
                            0,
                            r -> new KernelOp.ParentId(),
                            r -> told(r, r.process().process().parentId())),
                    new Call("gettid", 0, r -> told(r, r.state().id())),
                    new Call("getuid", 0, r -> told(r, user(r))),
                    new Call("geteuid", 0, r -> told(r, user(r))),
                    new Call("getgid", 0, r -> told(r, group(r))),
                    new Call("getegid", 0, r -> told(r, group(r))),
                    new Call("getgroups", 2, r -> 0),
                    new Call("setgroups", 2, r -> privileged(r)),
                    new Call("setuid", 1, r -> become(r, r.number(0), group(r))),
                    new Call("setgid", 1, r -> become(r, user(r), r.number(0))),
                    new Call("setreuid", 2, r -> become(r, kept(r, 1, user(r)), group(r))),
                    new Call("setregid", 2, r -> become(r, user(r), kept(r, 1, group(r)))),
                    new Call("setresuid", 3, r -> become(r, kept(r, 1, user(r)), group(r))),
                    new Call("setresgid", 3, r -> become(r, user(r), kept(r, 1, group(r)))),
                    new Call("getresuid", 3, r -> three(r, user(r))),
                    new Call("getresgid", 3, r -> three(r, group(r))),
                    new Call("getpgrp", 0, r -> told(r, r.process().group())),
                    new Call("getpgid", 1, IdentityCalls::processGroup),
                    new Call("setpgid", 2, IdentityCalls::setProcessGroup),
                    new Call("getsid", 1, IdentityCalls::session),
                    new Call("setsid", 0, IdentityCalls::newSession));

    private IdentityCalls() {}

    private static long told(Request r, long value) {
        r.charge("process.self");
        r.caller().touch(r.process().process().objectLine());
        return value;
    }

    private static int user(Request r) {
        return r.process().credentials().user();
    }

    private static int group(Request r) {
        return r.process().credentials().group();
    }

    private static long privileged(Request r) {
        return user(r) == 0 ? 0 : Errno.EPERM.negative();
    }

    private static int kept(Request r, int index, int old) {
        return r.number(index) == -1 ? old : r.number(index);
    }

    private static long become(Request r, int user, int group) {
        if (user(r) != 0 && (user != user(r) || group != group(r))) {
            return Errno.EPERM.negative();
        }
        r.process().credentials(new Credentials(user, group));
        return 0;
    }

    private static long three(Request r, int id) {
        for (int i = 0; i < 3; i++) {
            long error = r.put(r.argument(i), new Struct(4).u32(0, id));
            if (error != 0) {
                return error;
            }
        }
        return 0;
    }

    private static LinuxProcess named(Request r, int id) {
        return id == 0 ? r.process() : r.system().process(id);
    }

    private static long processGroup(Request r) {
        LinuxProcess process = named(r, r.number(0));
        return process == null ? Errno.ESRCH.negative() : told(r, process.group());
    }

    private static long session(Request r) {
        LinuxProcess process = named(r, r.number(0));
        return process == null ? Errno.ESRCH.negative() : told(r, process.session());
    }

    /** setpgid(2): only of oneself and of children that still run our program, in our session. */
    private static long setProcessGroup(Request r) {
        LinuxProcess process = named(r, r.number(0));
        int wanted = r.number(1);
        if (wanted < 0) {
            return Errno.EINVAL.negative();
        }
        boolean own = process == r.process();
        if (process == null || (!own && !r.process().children().contains(process))) {
            return Errno.ESRCH.negative();
        }
        if (!own && process.executed()) {
            return Errno.EACCES.negative();
        }
        int id = process.process().id();
        int group = wanted == 0 ? id : wanted;
        boolean leads = process.session() == id;
        boolean stranger = process.session() != r.process().session();
        boolean exists =
                group == id
                        || JobControl.members(r.system(), group).stream()
                                .anyMatch(m -> m.session() == r.process().session());
        if (leads || stranger || !exists) {
            return Errno.EPERM.negative();
        }
        process.group(group);
        return 0;
    }

    private static long newSession(Request r) {
        int id = r.process().process().id();
        if (r.process().group() == id || !JobControl.members(r.system(), id).isEmpty()) {
            return Errno.EPERM.negative();
        }
        r.process().group(id);
        r.process().session(id);
        return id;
    }
}
