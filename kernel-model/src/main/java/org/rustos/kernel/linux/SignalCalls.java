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
                    new Call("tkill", 2, r -> killThread(r, -1, 0, told(r, 1))),
                    new Call("tgkill", 3, r -> killThread(r, r.number(0), 1, told(r, 2))),
                    new Call("rt_sigqueueinfo", 3, r -> queue(r, 1, 2)),
                    new Call("rt_tgsigqueueinfo", 4, r -> queue(r, 2, 3)),
                    new Call("rt_sigtimedwait", 4, SignalCalls::await));

    private static final int SIGKILL = 9;
    private static final int SIGSTOP = 19;

    /** SIGKILL and SIGSTOP. */
    static final long UNBLOCKABLE = Signals.bit(SIGKILL) | Signals.bit(SIGSTOP);

    private static final int MASK_BYTES = 8;
    private static final int SS_ONSTACK = 1;
    private static final int SS_DISABLE = 2;
    private static final int SI_TKILL = -6;
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
        LinuxAbi.Layout layout = r.system().abi().layouts().get("sigaction");
        Struct wanted = null;
        if (r.argument(1) != 0) {
            if ((Signals.bit(signal) & UNBLOCKABLE) != 0) {
                return Errno.EINVAL.negative();
            }
            wanted = r.get(r.argument(1), layout);
            if (wanted == null) {
                return Errno.EFAULT.negative();
            }
        }
        if (r.argument(2) != 0) {
            long error =
                    r.put(
                            r.argument(2),
                            new Struct(layout)
                                    .set("sa_handler", old.handler())
                                    .set("sa_flags", old.flags())
                                    .setWhereKnown("sa_restorer", old.restorer())
                                    .set("sa_mask", old.mask()));
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
                                    wanted.get("sa_handler"),
                                    wanted.get("sa_flags"),
                                    wanted.get("sa_restorer"),
                                    wanted.get("sa_mask")));
        }
        return 0;
    }

    private static long mask(Request r) {
        if (r.argument(3) != MASK_BYTES) {
            return Errno.EINVAL.negative();
        }
        r.charge("signal.mask");
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
        if (r.argument(1) > MASK_BYTES || r.argument(1) < 0) {
            return Errno.EINVAL.negative();
        }
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
        boolean on = thread.alternateSize() != 0 && thread.onAlternate(r.thread().context().sp());
        Struct old =
                new Struct(24)
                        .u64(0, thread.alternateStack())
                        .u32(8, thread.alternateSize() == 0 ? SS_DISABLE : on ? SS_ONSTACK : 0)
                        .u64(16, thread.alternateSize());
        if (wanted != null) {
            int flags = wanted.s32(8);
            boolean disable = flags == SS_DISABLE;
            if (on) {
                return Errno.EPERM.negative();
            }
            if (!disable && flags != 0 && flags != SS_ONSTACK) {
                return Errno.EINVAL.negative();
            }
            if (!disable && Long.compareUnsigned(wanted.u64(16), SMALLEST_STACK) < 0) {
                return Errno.ENOMEM.negative();
            }
            thread.alternateStack(disable ? 0 : wanted.u64(0), disable ? 0 : wanted.u64(16));
        }
        return r.argument(1) == 0 ? 0 : r.put(r.argument(1), old);
    }

    private static SignalInformation told(Request r, int index) {
        return SignalInformation.ofThread(r.number(index), r.process());
    }

    private static boolean may(Request r, LinuxProcess target, int signal) {
        int user = r.process().credentials().user();
        boolean continues = signal == Signals.SIGCONT && target.session() == r.process().session();
        return user == 0 || user == target.credentials().user() || continues;
    }

    private static long kill(Request r) {
        int signal = r.number(1);
        if (signal != 0 && !known(signal)) {
            return Errno.EINVAL.negative();
        }
        r.charge("signal.send");
        return send(r, r.number(0), SignalInformation.ofUser(signal, r.process()));
    }

    /** Sends to a process, a group (negative; 0: the own one) or all (-1). */
    private static long send(Request r, int target, SignalInformation information) {
        if (target == Integer.MIN_VALUE) {
            return Errno.ESRCH.negative();
        }
        boolean found = false;
        boolean sent = false;
        for (LinuxProcess process : r.system().processes()) {
            int id = process.process().id();
            boolean meant =
                    target > 0
                            ? id == target
                            : target == -1
                                    ? process != r.process()
                                    : process.group()
                                            == (target == 0 ? r.process().group() : -target);
            if (!meant || (target <= 0 && process.process().exited())) {
                continue; // Of those that ended, one by its own id can be signalled to no effect.
            }
            found = true;
            if (may(r, process, information.signal())) {
                sent = true;
                if (information.signal() != 0
                        && !r.system().signals().post(process, information, r.nowMc())) {
                    return Errno.EAGAIN.negative();
                }
            }
        }
        return sent ? 0 : found ? Errno.EPERM.negative() : Errno.ESRCH.negative();
    }

    /** Sends to the thread of an argument; process -1 for any. */
    private static long killThread(Request r, int process, int index, SignalInformation told) {
        int thread = r.number(index);
        if (thread <= 0 || process == 0 || process < -1) {
            return Errno.EINVAL.negative();
        }
        if (told.signal() != 0 && !known(told.signal())) {
            return Errno.EINVAL.negative();
        }
        r.charge("signal.send");
        for (LinuxProcess candidate : r.system().processes()) {
            LinuxThread target = candidate.thread(thread);
            if (target != null && (process == -1 || process == candidate.process().id())) {
                if (!may(r, candidate, told.signal())) {
                    return Errno.EPERM.negative();
                }
                boolean room =
                        told.signal() == 0 || r.system().signals().post(target, told, r.nowMc());
                return room ? 0 : Errno.EAGAIN.negative();
            }
        }
        return Errno.ESRCH.negative();
    }

    /** Sends with the information that the caller made up. */
    private static long queue(Request r, int signalIndex, int informationIndex) {
        Struct given = r.get(r.argument(informationIndex), SignalInformation.SIZE);
        if (given == null) {
            return Errno.EFAULT.negative();
        }
        int signal = r.number(signalIndex);
        if (signal != 0 && !known(signal)) {
            return Errno.EINVAL.negative();
        }
        boolean own = r.number(0) == r.process().process().id();
        if ((given.s32(8) >= 0 || given.s32(8) == SI_TKILL) && !own) {
            return Errno.EPERM.negative();
        }
        SignalInformation information = SignalInformation.of(signal, given);
        if (signalIndex == 2) {
            return killThread(r, r.number(0), 1, information);
        }
        r.charge("signal.send");
        return r.number(0) <= 0 ? Errno.ESRCH.negative() : send(r, r.number(0), information);
    }

    /** Takes a blocked signal, waiting for it if need be. */
    private static long await(Request r) {
        Struct set = r.get(r.argument(0), MASK_BYTES);
        if (r.argument(3) != MASK_BYTES) {
            return Errno.EINVAL.negative();
        }
        if (set == null) {
            return Errno.EFAULT.negative();
        }
        LinuxThread thread = r.state();
        long wanted = set.u64(0) & ~UNBLOCKABLE;
        thread.awaits(0);
        int signal = thread.lowest(wanted);
        if (signal != 0) {
            SignalInformation taken = r.process().timers().delivered(thread.take(signal));
            Struct told = new Struct(SignalInformation.SIZE);
            taken.into(told, 0);
            long error = r.argument(1) == 0 ? 0 : r.put(r.argument(1), told);
            return error == 0 ? signal : error;
        }
        if (r.timedOut()) {
            return Errno.EAGAIN.negative();
        }
        if (r.interrupted()) {
            return Errno.EINTR.negative();
        }
        if (r.argument(2) != 0) {
            long nanos = TimeCalls.timespec(r, r.argument(2));
            if (nanos < 0) {
                return nanos == -1 ? Errno.EINVAL.negative() : Errno.EFAULT.negative();
            }
            if (nanos == 0) {
                return Errno.EAGAIN.negative();
            }
            r.deadline(TimeCalls.deadline(r, nanos));
        }
        thread.awaits(wanted);
        return r.park();
    }
}
