package org.rustos.kernel.linux;

import org.rustos.kernel.op.Errno;
import org.rustos.kernel.process.Process;

import java.io.Serializable;
import java.util.List;

/** Calls that wait for what becomes of children: ended, stopped, continued. */
final class WaitCalls {
    static final List<Call> ROWS =
            List.of(
                    new Call("wait4", 4, WaitCalls::waitFor),
                    new Call("waitid", 5, WaitCalls::waitById));

    private static final int WNOHANG = 1;
    private static final int WSTOPPED = 2;
    private static final int WEXITED = 4;
    private static final int WCONTINUED = 8;
    private static final int WNOWAIT = 0x0100_0000;
    private static final int CLONE_KINDS = 0xe000_0000;
    private static final int P_ALL = 0;
    private static final int P_PID = 1;
    private static final int P_PGID = 2;
    private static final int CONTINUED_STATUS = 0xffff;
    private static final int STOPPED_STATUS = 0x7f;

    private WaitCalls() {}

    /** What is told of a child. */
    private record News(LinuxProcess child, int code, int status) {
        /** As wait4 packs it. */
        int packed() {
            return switch (code) {
                case Signals.CLD_EXITED -> status << 8;
                case Signals.CLD_KILLED -> status;
                case Signals.CLD_STOPPED -> status << 8 | STOPPED_STATUS;
                default -> CONTINUED_STATUS;
            };
        }
    }

    /** Which children are meant. */
    private interface Choice extends Serializable {
        boolean meant(LinuxProcess child);
    }

    private static long waitFor(Request r) {
        int options = r.number(2);
        if ((options & ~(WNOHANG | WSTOPPED | WCONTINUED | CLONE_KINDS)) != 0) {
            return Errno.EINVAL.negative();
        }
        int wanted = r.number(0);
        if (wanted == Integer.MIN_VALUE) {
            return Errno.ESRCH.negative();
        }
        int group = wanted == 0 ? r.process().group() : -wanted;
        Choice choice =
                child ->
                        wanted == -1
                                || (wanted > 0
                                        ? child.process().id() == wanted
                                        : child.group() == group);
        News[] news = new News[1];
        long result = find(r, choice, options | WEXITED, news);
        if (news[0] == null) {
            return result;
        }
        if (r.argument(1) != 0) {
            long error = r.put(r.argument(1), new Struct(4).u32(0, news[0].packed()));
            if (error != 0) {
                return error;
            }
        }
        long error = usage(r, 3, news[0].child());
        return error == 0 ? took(r, news[0], options) : error;
    }

    private static long waitById(Request r) {
        int options = r.number(3);
        int kinds = options & (WSTOPPED | WEXITED | WCONTINUED);
        int known = WNOHANG | WSTOPPED | WEXITED | WCONTINUED | WNOWAIT | CLONE_KINDS;
        if ((options & ~known) != 0 || kinds == 0) {
            return Errno.EINVAL.negative();
        }
        int id = r.number(1);
        int which = r.number(0);
        if (which < P_ALL || which > P_PGID || (which == P_PID && id <= 0) || id < 0) {
            return Errno.EINVAL.negative();
        }
        int group = id == 0 ? r.process().group() : id;
        Choice choice =
                child ->
                        which == P_ALL
                                || (which == P_PID
                                        ? child.process().id() == id
                                        : child.group() == group);
        News[] news = new News[1];
        long result = find(r, choice, options, news);
        if (result < 0) {
            return result;
        }
        Struct told = new Struct(SignalInformation.SIZE);
        if (news[0] != null) {
            SignalInformation.ofChild(news[0].code(), news[0].child(), news[0].status())
                    .into(told, 0);
        }
        long error = r.argument(2) == 0 ? 0 : r.put(r.argument(2), told);
        if (error == 0 && news[0] != null) {
            error = usage(r, 4, news[0].child());
        }
        if (error == 0 && news[0] != null) {
            took(r, news[0], options);
        }
        return error;
    }

    /** The first news of a child that is meant; the result counts if there is none. */
    private static long find(Request r, Choice choice, int options, News[] news) {
        boolean any = false;
        for (LinuxProcess child : r.process().children()) {
            if (choice.meant(child)) {
                any = true;
                news[0] = news(child, options);
                if (news[0] != null) {
                    r.charge("process.wait");
                    return 0;
                }
            }
        }
        if (!any) {
            return Errno.ECHILD.negative();
        }
        if ((options & WNOHANG) != 0) {
            return 0;
        }
        return r.interrupted() ? Errno.EINTR.negative() : r.park(r.process().childEnds());
    }

    private static News news(LinuxProcess child, int options) {
        Process process = child.process();
        if (process.exited()) {
            boolean killed = process.killSignal() != 0;
            return (options & WEXITED) == 0
                    ? null
                    : new News(
                            child,
                            killed ? Signals.CLD_KILLED : Signals.CLD_EXITED,
                            killed ? process.killSignal() : process.exitStatus());
        }
        if ((options & WSTOPPED) != 0 && child.untoldStop() != 0) {
            return new News(child, Signals.CLD_STOPPED, child.untoldStop());
        }
        return (options & WCONTINUED) != 0 && child.continueUntold()
                ? new News(child, Signals.CLD_CONTINUED, Signals.SIGCONT)
                : null;
    }

    private static long usage(Request r, int index, LinuxProcess child) {
        return r.argument(index) == 0
                ? 0
                : r.put(r.argument(index), CpuTimes.usage(child.cpuTimes().withChildren()));
    }

    private static long took(Request r, News news, int options) {
        int id = news.child().process().id();
        if ((options & WNOWAIT) == 0) {
            switch (news.code()) {
                case Signals.CLD_STOPPED -> news.child().stopTold();
                case Signals.CLD_CONTINUED -> news.child().continueTold();
                default -> {
                    r.process().cpuTimes().add(news.child().cpuTimes());
                    r.system().reap(news.child());
                }
            }
        }
        return id;
    }
}
