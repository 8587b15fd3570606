package org.rustos.kernel.linux;

import org.rustos.kernel.op.Errno;

import java.util.List;

/** Calls about signals. */
final class SignalCalls {
    static final List<Call> ROWS =
            List.of(
                    new Call("rt_sigaction", 4, SignalCalls::action),
                    new Call("rt_sigprocmask", 4, SignalCalls::mask),
                    new Call("rt_sigreturn", 0, r -> r.system().signals().returned(r)),
                    new Call("rt_sigpending", 2, SignalCalls::pending),
                    new Call("rt_sigsuspend", 2, SignalCalls::suspend),
                    new Call("pause", 0, SignalCalls::pause),
                    new Call("sigaltstack", 2, SignalCalls::alternateStack),
                    new Call("kill", 2, SignalCalls::kill),
                    new Call("tkill", 2, r -> killThread(r, -1, r.number(0), r.number(1))),
                    new Call(
                            "tgkill",
                            3,
                            r -> killThread(r, r.number(0), r.number(1), r.number(2))));

    private static final int SIGKILL = 9;
    private static final int SIGSTOP = 19;

    /** SIGKILL and SIGSTOP. */
    static final long UNBLOCKABLE = Signals.bit(SIGKILL) | Signals.bit(SIGSTOP);

    private static final int MASK_BYTES = 8;
    private static final int SS_DISABLE = 2;
    private static final int SMALLEST_STACK = 2048;

    private SignalCalls() {}

    private static boolean known(int signal) {
        return signal >= 1 && signal <= SignalActions.COUNT;
    }

    private static long action(Request r) {
        int signal = r.number(0);
        if (!known(signal) || r.argument(3) != MASK_BYTES) {
            return Errno.EINVAL.negative();
        }
        r.charge("signal.action");
        SignalActions.Action old = r.process().actions().get(signal);
        Struct wanted = null;
        if (r.argument(1) != 0) {
            if ((Signals.bit(signal) & UNBLOCKABLE) != 0) {
                return Errno.EINVAL.negative();
            }
            wanted = r.get(r.argument(1), 32);
            if (wanted == null) {
                return Errno.EFAULT.negative();
            }
        }
        if (r.argument(2) != 0) {
            long error =
                    r.put(
                            r.argument(2),
                            new Struct(32)
                                    .u64(0, old.handler())
                                    .u64(8, old.flags())
                                    .u64(16, old.restorer())
                                    .u64(24, old.mask()));
            if (error != 0) {
                return error;
            }
        }
        if (wanted != null) {
            r.process()
                    .actions()
                    .set(
                            signal,
                            new SignalActions.Action(
                                    wanted.u64(0), wanted.u64(8), wanted.u64(16), wanted.u64(24)));
        }
        return 0;
    }

    private static long mask(Request r) {
        if (r.argument(3) != MASK_BYTES) {
            return Errno.EINVAL.negative();
        }
        r.charge("signal.action");
        LinuxThread thread = r.state();
        long old = thread.signalMask();
        if (r.argument(1) != 0) {
            Struct set = r.get(r.argument(1), MASK_BYTES);
            if (set == null) {
                return Errno.EFAULT.negative();
            }
            switch (r.number(0)) {
                case 0 -> thread.signalMask(old | set.u64(0));
                case 1 -> thread.signalMask(old & ~set.u64(0));
                case 2 -> thread.signalMask(set.u64(0));
                default -> {
                    return Errno.EINVAL.negative();
                }
            }
        }
        return r.argument(2) == 0 ? 0 : r.put(r.argument(2), new Struct(8).u64(0, old));
    }

    private static long pending(Request r) {
        long waiting = r.state().pending() & r.state().signalMask();
        return r.put(r.argument(0), new Struct(8).u64(0, waiting));
    }

    private static long suspend(Request r) {
        if (r.interrupted()) {
            return Errno.EINTR.negative();
        }
        Struct mask = r.get(r.argument(0), MASK_BYTES);
        if (mask == null) {
            return Errno.EFAULT.negative();
        }
        r.state().maskForWait(mask.u64(0));
        return r.park();
    }

    private static long pause(Request r) {
        return r.interrupted() ? Errno.EINTR.negative() : r.park();
    }

    private static long alternateStack(Request r) {
        LinuxThread thread = r.state();
        Struct wanted = r.argument(0) == 0 ? null : r.get(r.argument(0), 24);
        if (wanted == null && r.argument(0) != 0) {
            return Errno.EFAULT.negative();
        }
        if (r.argument(1) != 0) {
            boolean none = thread.alternateSize() == 0;
            long error =
                    r.put(
                            r.argument(1),
                            new Struct(24)
                                    .u64(0, thread.alternateStack())
                                    .u32(8, none ? SS_DISABLE : 0)
                                    .u64(16, thread.alternateSize()));
            if (error != 0) {
                return error;
            }
        }
        if (wanted != null) {
            boolean disable = (wanted.s32(8) & SS_DISABLE) != 0;
            if (!disable && wanted.u64(16) < SMALLEST_STACK) {
                return Errno.ENOMEM.negative();
            }
            thread.alternateStack(disable ? 0 : wanted.u64(0), disable ? 0 : wanted.u64(16));
        }
        return 0;
    }

    private static long kill(Request r) {
        int signal = r.number(1);
        if (signal != 0 && !known(signal)) {
            return Errno.EINVAL.negative();
        }
        r.charge("signal.send");
        int target = r.number(0);
        boolean found = false;
        for (LinuxProcess process : r.system().processes()) {
            int id = process.process().id();
            boolean meant =
                    target > 0
                            ? id == target
                            : target == -1
                                    ? process != r.process()
                                    : process.group()
                                            == (target == 0 ? r.process().group() : -target);
            if (meant && !process.process().exited()) {
                found = true;
                if (signal != 0) {
                    r.system().signals().post(process, signal, r.nowMc());
                }
            } else if (meant && target > 0) {
                // A zombie can be signalled to no effect.
                found = true;
            }
        }
        return found ? 0 : Errno.ESRCH.negative();
    }

    private static long killThread(Request r, int process, int thread, int signal) {
        if (thread <= 0 || (signal != 0 && !known(signal))) {
            return Errno.EINVAL.negative();
        }
        r.charge("signal.send");
        for (LinuxProcess candidate : r.system().processes()) {
            LinuxThread target = candidate.thread(thread);
            if (target != null && (process == -1 || process == candidate.process().id())) {
                if (signal != 0) {
                    r.system().signals().post(target, signal, r.nowMc());
                }
                return 0;
            }
        }
        return Errno.ESRCH.negative();
    }
}
