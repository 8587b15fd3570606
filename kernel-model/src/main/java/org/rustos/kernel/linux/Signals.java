package org.rustos.kernel.linux;

import org.rustos.core.hart.HartContext;
import org.rustos.core.hart.Trap;
import org.rustos.core.machine.Core;
import org.rustos.core.machine.Work;
import org.rustos.kernel.op.Caller;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.process.UserThread;

import java.util.Set;

/**
 * Delivers signals: on the way out of a call, at a fault, or to a thread that computes on some
 * core. A signal of the system that nobody handles ends the process.
 */
final class Signals {
    static final int SIGILL = 4;
    static final int SIGTRAP = 5;
    static final int SIGBUS = 7;
    static final int SIGFPE = 8;
    static final int SIGKILL = 9;
    static final int SIGSEGV = 11;
    static final int SIGPIPE = 13;
    static final int SIGALRM = 14;
    static final int SIGCHLD = 17;

    static final int SIGHUP = 1;
    static final int SIGCONT = 18;
    static final int SIGSTOP = 19;
    static final int SIGTTIN = 21;
    static final int SIGTTOU = 22;
    static final int SIGXCPU = 24;
    static final int SIGXFSZ = 25;
    static final int SIGVTALRM = 26;
    static final int SIGPROF = 27;

    private static final long IGNORED_BY_DEFAULT = bit(SIGCHLD) | bit(SIGCONT) | bit(23) | bit(28);
    private static final long STOPS = bit(SIGSTOP) | bit(20) | bit(SIGTTIN) | bit(SIGTTOU);

    static final int CLD_EXITED = 1;
    static final int CLD_KILLED = 2;
    static final int CLD_STOPPED = 5;
    static final int CLD_CONTINUED = 6;

    private static final long SA_NOCLDSTOP = 1;
    private static final long SA_ONSTACK = 0x0800_0000L;
    private static final long SA_RESTART = 0x1000_0000L;
    private static final long SA_NODEFER = 0x4000_0000L;
    private static final long SA_RESETHAND = 0x8000_0000L;

    /** Calls that tell of an interruption even if the handler wants restarts (signal(7)). */
    private static final Set<String> NEVER_RESTARTED =
            Set.of(
                    "poll",
                    "ppoll",
                    "select",
                    "pselect6",
                    "epoll_wait",
                    "epoll_pwait",
                    "epoll_pwait2",
                    "nanosleep",
                    "clock_nanosleep",
                    "rt_sigsuspend",
                    "pause",
                    "rt_sigtimedwait",
                    "semop",
                    "semtimedop",
                    "msgsnd",
                    "msgrcv");

    private final LinuxSyscalls system;
    private final SignalFrames frames;

    Signals(LinuxSyscalls system) {
        this.system = system;
        this.frames = SignalFrames.of(system.abi());
    }

    static long bit(int signal) {
        return 1L << (signal - 1);
    }

    /** Sends a signal of the kernel's own to a process. */
    void post(LinuxProcess process, int signal, long atMc) {
        post(process, SignalInformation.ofKernel(signal), atMc);
    }

    /** Sends a signal of the kernel's own to a thread. */
    void post(LinuxThread target, int signal, long atMc) {
        post(target, SignalInformation.ofKernel(signal), atMc);
    }

    /**
     * Sends a signal to a process: any thread that does not block it may take it.
     *
     * @return false if there is no room for one more
     */
    boolean post(LinuxProcess process, SignalInformation information, long atMc) {
        if (process.process().exited()) {
            return true;
        }
        LinuxThread chosen = null;
        for (UserThread thread : process.process().threads()) {
            LinuxThread candidate = process.thread(thread);
            if (chosen == null || !chosen.takes(information.signal())) {
                chosen = candidate;
            }
        }
        return chosen == null || post(chosen, process.pending(), information, atMc);
    }

    /**
     * Sends a signal to a thread.
     *
     * @return false if there is no room for one more
     */
    boolean post(LinuxThread target, SignalInformation information, long atMc) {
        return post(target, target.ownPending(), information, atMc);
    }

    private boolean post(
            LinuxThread target, PendingSignals pending, SignalInformation information, long atMc) {
        int signal = information.signal();
        LinuxProcess process = target.process();
        prepare(process, signal, atMc);
        boolean blocked = (target.signalMask() & bit(signal)) != 0;
        boolean awaited = (target.awaited() & bit(signal)) != 0;
        if (!blocked && !awaited && ignored(process, signal)) {
            return true;
        }
        if (!blocked && !awaited && stops(process, signal)) {
            stop(process, signal, atMc);
            return true;
        }
        if (!pending.add(information)) {
            return false;
        }
        process.signalled().wakeAll(atMc);
        if (!blocked || awaited) {
            rouse(target, atMc);
        }
        return true;
    }

    /** What a signal to stop or to go on does to a process before anybody takes it. */
    private void prepare(LinuxProcess process, int signal, long atMc) {
        if (signal == SIGCONT || signal == SIGKILL) {
            if (signal == SIGCONT) {
                process.drop(STOPS);
            }
            if (process.stopped()) {
                process.goOn(atMc);
                if (signal == SIGCONT) {
                    tellParent(process, CLD_CONTINUED, SIGCONT, atMc);
                }
            }
        } else if ((STOPS & bit(signal)) != 0) {
            process.drop(bit(SIGCONT));
        }
    }

    /** Whether a signal stops a process, as it is set up now. */
    private boolean stops(LinuxProcess process, int signal) {
        return (STOPS & bit(signal)) != 0
                && process.actions().get(signal).handler() == SignalActions.DEFAULT
                && (signal == SIGSTOP || !JobControl.orphaned(system, process.group()));
    }

    private void stop(LinuxProcess process, int signal, long atMc) {
        if (process.stopped()) {
            return;
        }
        process.stop(signal);
        tellParent(process, CLD_STOPPED, signal, atMc);
        for (UserThread thread : process.process().threads()) {
            if (thread.state() != UserThread.State.BLOCKED) {
                rouse(process.thread(thread), atMc);
            }
        }
    }

    private void tellParent(LinuxProcess process, int code, int status, long atMc) {
        LinuxProcess parent = system.process(process.process().parentId());
        if (parent == null) {
            return;
        }
        parent.childEnds().wakeAll(atMc);
        if ((parent.actions().get(SIGCHLD).flags() & SA_NOCLDSTOP) == 0) {
            post(parent, SignalInformation.ofChild(code, process, status), atMc);
        }
    }

    /** Makes a thread look at its signals. */
    private void rouse(LinuxThread target, long atMc) {
        UserThread thread = target.thread();
        switch (thread.state()) {
            case BLOCKED -> {
                if (target.waiting() != null) {
                    target.waiting().interrupt(atMc);
                }
            }
            case RUNNING -> {
                Core core = system.kernel().scheduler().coreOf(thread);
                if (core != null) {
                    core.submit(new Delivery(target));
                }
            }
            case RUNNABLE -> {
                Work pending = thread.takePending();
                thread.leavePending(pending == null ? new Delivery(target) : pending);
            }
            case DEAD -> {}
        }
    }

    private static boolean ignored(LinuxProcess process, int signal) {
        long handler = process.actions().get(signal).handler();
        boolean byDefault = (IGNORED_BY_DEFAULT & bit(signal)) != 0;
        return handler == SignalActions.IGNORE || (handler == SignalActions.DEFAULT && byDefault);
    }

    /** Whether a signal would be delivered now. */
    boolean deliverable(LinuxThread thread) {
        return (thread.pending() & ~thread.signalMask()) != 0;
    }

    /** The interrupt that makes a computing thread see its signal, or that its process stopped. */
    private final class Delivery implements Work {
        private final LinuxThread target;

        Delivery(LinuxThread target) {
            this.target = target;
        }

        @Override
        public Progress step(Core core) {
            UserThread thread = target.thread();
            if (system.kernel().scheduler().running(core) != thread) {
                // It was sent off this core in between: what it must see follows it.
                if (deliverable(target) && thread.state() != UserThread.State.BLOCKED) {
                    rouse(target, core.clockMc());
                }
                return Progress.DONE;
            }
            if (!target.process().stopped() && deliverable(target)) {
                core.timing().run(system.kernel().paths(thread.process()).get("interrupt.timer"));
                Caller caller =
                        new Caller(thread, core, system.kernel().paths(thread.process()), null);
                deliver(caller, target);
            }
            if (target.process().stopped() && thread.state() == UserThread.State.RUNNING) {
                target.process()
                        .continued()
                        .add(atMc -> system.kernel().scheduler().ready(thread, atMc));
                system.kernel().scheduler().block(core, this);
            }
            return Progress.DONE;
        }
    }

    /**
     * On the way out of a call.
     *
     * @return the value for the result register
     */
    long deliver(Request r, long value) {
        if (r.thread().state() != UserThread.State.RUNNING) {
            return value;
        }
        LinuxThread thread = r.state();
        HartContext context = r.thread().context();
        boolean interrupted = r.interrupted() && value == Errno.EINTR.negative();
        int next = thread.nextSignal();
        if (next == 0) {
            thread.signalMask(thread.takeSavedMask());
            return interrupted && !NEVER_RESTARTED.contains(r.name()) ? restart(r) : value;
        }
        boolean handled = process(r).actions().get(next).handler() > SignalActions.IGNORE;
        boolean asked = (process(r).actions().get(next).flags() & SA_RESTART) != 0;
        boolean wantsRestart =
                (!handled || (asked && !r.endsWithHandler()))
                        && !NEVER_RESTARTED.contains(r.name());
        long resumed = value;
        if (interrupted && wantsRestart) {
            resumed = restart(r);
        }
        context.result(resumed);
        return deliver(r.caller(), thread) ? context.argument(0) : resumed;
    }

    private static LinuxProcess process(Request r) {
        return r.process();
    }

    /** Moves the pc back to the call; returns what its register must hold. */
    private long restart(Request r) {
        HartContext context = r.thread().context();
        LinuxAbi.Restart how = system.abi().restart();
        context.pc(context.pc() - how.bytes());
        return how.number() ? system.abi().calls().indexOf(r.name()) : r.argument(0);
    }

    /**
     * Delivers what is pending, the lowest number first, so that the handler of the highest runs
     * first; true if a handler was entered.
     */
    private boolean deliver(Caller caller, LinuxThread thread) {
        LinuxProcess process = thread.process();
        boolean entered = false;
        for (int signal = thread.nextSignal(); signal != 0; signal = thread.nextSignal()) {
            SignalInformation information = process.timers().delivered(thread.take(signal));
            SignalActions.Action action = process.actions().get(signal);
            if (ignored(process, signal)) {
                continue;
            }
            if (action.handler() == SignalActions.DEFAULT) {
                if ((STOPS & bit(signal)) == 0) {
                    system.terminate(caller, process, 128 + signal, signal);
                    return false;
                }
                if (stops(process, signal)) {
                    stop(process, signal, caller.nowMc());
                    return entered;
                }
                continue;
            }
            entered = true;
            if (!enter(caller, thread, action, information, null)) {
                return false;
            }
        }
        if (!entered) {
            thread.signalMask(thread.takeSavedMask());
        }
        return entered;
    }

    /**
     * Lets the thread go on in a handler; false if its process died of a bad stack.
     *
     * @param trap the fault that the signal tells of, or null
     */
    private boolean enter(
            Caller caller,
            LinuxThread thread,
            SignalActions.Action action,
            SignalInformation information,
            Trap trap) {
        caller.charge("signal.deliver");
        HartContext context = thread.thread().context();
        boolean alternate =
                (action.flags() & SA_ONSTACK) != 0
                        && thread.alternateSize() != 0
                        && !thread.onAlternate(context.sp());
        long top =
                alternate
                        ? thread.alternateStack() + thread.alternateSize()
                        : context.sp() - system.abi().signalFrame().redZone();
        Errno error =
                frames.enter(
                        new SignalFrames.Entry(
                                caller,
                                thread,
                                action,
                                information,
                                trap,
                                top,
                                thread.takeSavedMask()));
        int signal = information.signal();
        if (error != Errno.OK) {
            return noStack(caller, thread, signal, error);
        }
        long own = (action.flags() & SA_NODEFER) != 0 ? 0 : bit(signal);
        thread.signalMask(thread.signalMask() | action.mask() | own);
        if ((action.flags() & SA_RESETHAND) != 0) {
            thread.process().actions().set(signal, SignalActions.Action.NONE);
        }
        return true;
    }

    /** A frame that does not fit is a fault of its own, which another stack may take. */
    private boolean noStack(Caller caller, LinuxThread thread, int signal, Errno error) {
        LinuxProcess process = thread.process();
        if (error == Errno.ENOMEM) {
            system.outOfMemory(caller, process);
            return false;
        }
        SignalActions.Action action = process.actions().get(SIGSEGV);
        boolean may =
                signal != SIGSEGV
                        && action.handler() > SignalActions.IGNORE
                        && (thread.signalMask() & bit(SIGSEGV)) == 0;
        if (may) {
            SignalInformation information = SignalInformation.ofKernel(SIGSEGV);
            return enter(caller, thread, action, information, null);
        }
        system.terminate(caller, process, 128 + SIGSEGV, SIGSEGV);
        return false;
    }

    /** rt_sigreturn: takes the registers back from the frame. */
    long returned(Request r) {
        r.charge("signal.return");
        SignalFrames.Returned frame = frames.leave(r);
        if (frame == null) {
            system.terminate(r.caller(), r.process(), 128 + SIGSEGV, SIGSEGV);
            return 0;
        }
        r.state().signalMask(frame.mask());
        r.state().alternateStack(frame.alternateStack(), frame.alternateSize());
        return frame.result();
    }

    /**
     * A fault that nothing resolved.
     *
     * @return false if no handler takes it: the process dies of it
     */
    boolean fault(Core core, LinuxProcess process, UserThread thread, Trap trap) {
        LinuxThread target = process.thread(thread);
        HartContext context = thread.context();
        FaultSignal fault =
                FaultSignal.of(trap, process.process().areas(), context.pc(), system.abi());
        Caller caller = new Caller(thread, core, system.kernel().paths(thread.process()), null);
        int signal = fault == null ? SIGKILL : fault.information().signal();
        SignalActions.Action action = process.actions().get(signal);
        boolean handled = action.handler() != 0 && action.handler() != SignalActions.IGNORE;
        if (!handled || (target.signalMask() & bit(signal)) != 0) {
            system.release(caller, process);
            return false;
        }
        context.pc(context.pc() + fault.skip());
        enter(caller, target, action, fault.information(), trap);
        return true;
    }
}
