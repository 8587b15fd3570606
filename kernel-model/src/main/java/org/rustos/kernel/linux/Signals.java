package org.rustos.kernel.linux;

import org.rustos.core.cpu.Isa;
import org.rustos.core.hart.HartContext;
import org.rustos.core.hart.Trap;
import org.rustos.core.machine.Core;
import org.rustos.core.machine.Work;
import org.rustos.kernel.op.Caller;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.process.UserThread;

import java.util.Arrays;
import java.util.List;
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

    private static final long IGNORED_BY_DEFAULT = bit(SIGCHLD) | bit(18) | bit(23) | bit(28);
    private static final long STOPS = bit(19) | bit(20) | bit(21) | bit(22);

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
                    "nanosleep",
                    "clock_nanosleep",
                    "rt_sigsuspend",
                    "pause",
                    "rt_sigtimedwait");

    private final LinuxSyscalls system;

    Signals(LinuxSyscalls system) {
        this.system = system;
    }

    static long bit(int signal) {
        return 1L << (signal - 1);
    }

    /** Sends a signal to a process: the first thread that does not block it gets it. */
    void post(LinuxProcess process, int signal, long atMc) {
        LinuxThread chosen = null;
        for (UserThread thread : process.process().threads()) {
            LinuxThread candidate = process.thread(thread);
            if (chosen == null || (chosen.signalMask() & bit(signal)) != 0) {
                chosen = candidate;
            }
        }
        if (chosen != null) {
            post(chosen, signal, atMc);
        }
    }

    /** Sends a signal to a thread. */
    void post(LinuxThread target, int signal, long atMc) {
        boolean blocked = (target.signalMask() & bit(signal)) != 0;
        if (!blocked && ignored(target.process(), signal)) {
            return;
        }
        target.pending(target.pending() | bit(signal));
        if (blocked) {
            return;
        }
        UserThread thread = target.thread();
        switch (thread.state()) {
            case BLOCKED -> {
                if (target.waiting() != null) {
                    target.waiting().interrupt(atMc);
                }
            }
            case RUNNING -> {
                Core core = coreOf(thread);
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

    private Core coreOf(UserThread thread) {
        for (Core core : system.kernel().board().cores()) {
            if (system.kernel().scheduler().running(core) == thread) {
                return core;
            }
        }
        return null;
    }

    private static boolean ignored(LinuxProcess process, int signal) {
        long handler = process.actions().get(signal).handler();
        boolean byDefault = ((IGNORED_BY_DEFAULT | STOPS) & bit(signal)) != 0;
        return handler == SignalActions.IGNORE || (handler == SignalActions.DEFAULT && byDefault);
    }

    /** Whether a signal would be delivered now. */
    boolean deliverable(LinuxThread thread) {
        return (thread.pending() & ~thread.signalMask()) != 0;
    }

    /** The interrupt that makes a computing thread see its signal. */
    private final class Delivery implements Work {
        private final LinuxThread target;

        Delivery(LinuxThread target) {
            this.target = target;
        }

        @Override
        public Progress step(Core core) {
            UserThread thread = target.thread();
            boolean here = system.kernel().scheduler().running(core) == thread;
            if (here && deliverable(target)) {
                core.timing().run(system.kernel().paths().get("interrupt.timer"));
                Caller caller = new Caller(thread, core, system.kernel().paths(), null);
                deliver(caller, target, new Resume(0));
            }
            return Progress.DONE;
        }
    }

    /**
     * Where the interrupted code goes on.
     *
     * @param faultAddress what a fault could not reach, or 0
     */
    private record Resume(long faultAddress) {}

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
        if (!deliverable(thread)) {
            thread.signalMask(thread.takeSavedMask());
            return interrupted && !NEVER_RESTARTED.contains(r.name()) ? restart(r) : value;
        }
        int next = Long.numberOfTrailingZeros(thread.pending() & ~thread.signalMask()) + 1;
        boolean wantsRestart =
                (r.process().actions().get(next).flags() & SA_RESTART) != 0
                        && !NEVER_RESTARTED.contains(r.name());
        long resumed = value;
        if (interrupted && wantsRestart) {
            resumed = restart(r);
        }
        context.result(resumed);
        return deliver(r.caller(), thread, new Resume(0)) ? context.argument(0) : resumed;
    }

    /** Moves the pc back to the call; returns what its register must hold. */
    private long restart(Request r) {
        HartContext context = r.thread().context();
        boolean x86 = system.abi().isa() == Isa.X86_64;
        context.pc(context.pc() - (x86 ? 2 : 4));
        return x86 ? system.abi().calls().indexOf(r.name()) : r.argument(0);
    }

    /** Delivers the pending signal of the lowest number; true if a handler was entered. */
    private boolean deliver(Caller caller, LinuxThread thread, Resume resume) {
        LinuxProcess process = thread.process();
        long waiting = thread.pending() & ~thread.signalMask();
        while (waiting != 0) {
            int signal = Long.numberOfTrailingZeros(waiting) + 1;
            thread.pending(thread.pending() & ~bit(signal));
            waiting &= ~bit(signal);
            SignalActions.Action action = process.actions().get(signal);
            if (ignored(process, signal)) {
                continue;
            }
            if (action.handler() == SignalActions.DEFAULT) {
                system.terminate(caller, process, 128 + signal, signal);
                return false;
            }
            enter(caller, thread, signal, action, resume);
            return true;
        }
        thread.signalMask(thread.takeSavedMask());
        return false;
    }

    /** Builds the frame and lets the thread go on in the handler. */
    private void enter(
            Caller caller,
            LinuxThread thread,
            int signal,
            SignalActions.Action action,
            Resume resume) {
        caller.charge("signal.deliver");
        LinuxAbi.SignalFrame layout = system.abi().signalFrame();
        HartContext context = thread.thread().context();
        long top = context.sp() - layout.redZone();
        boolean alternate =
                (action.flags() & SA_ONSTACK) != 0
                        && thread.alternateSize() != 0
                        && !onAlternate(thread, context.sp());
        if (alternate) {
            top = thread.alternateStack() + thread.alternateSize();
        }
        long frame = ((top - layout.size()) & -16) - 8;
        Struct s = new Struct(layout.size());
        s.u64(layout.restorer(), action.restorer());
        s.u64(layout.stack(), thread.alternateStack());
        s.u64(layout.stack() + 16, thread.alternateSize());
        List<String> names = Arrays.asList(context.registerNames());
        List<String> order = system.abi().signalRegisters();
        for (int i = 0; i < order.size(); i++) {
            s.u64(layout.registers() + 8 * i, context.register(names.indexOf(order.get(i))));
        }
        s.u64(layout.mask(), thread.takeSavedMask());
        s.u32(layout.information(), signal);
        s.u32(layout.information() + 8, resume.faultAddress() != 0 ? 1 : 0);
        s.u64(layout.information() + 16, resume.faultAddress());
        Errno error =
                system.kernel().userMemory().write(caller, frame, s.bytes(), 0, layout.size());
        if (error != Errno.OK) {
            system.terminate(caller, thread.process(), 128 + SIGSEGV, SIGSEGV);
            return;
        }
        long own = (action.flags() & SA_NODEFER) != 0 ? 0 : bit(signal);
        thread.signalMask(thread.signalMask() | action.mask() | own);
        if ((action.flags() & SA_RESETHAND) != 0) {
            thread.process().actions().set(signal, SignalActions.Action.NONE);
        }
        context.sp(frame);
        context.pc(action.handler());
        context.argument(0, signal);
        context.argument(1, frame + layout.information());
        context.argument(2, frame + layout.context());
    }

    private static boolean onAlternate(LinuxThread thread, long sp) {
        return sp > thread.alternateStack()
                && sp <= thread.alternateStack() + thread.alternateSize();
    }

    /** rt_sigreturn: takes the registers back from the frame. */
    long returned(Request r) {
        r.charge("signal.return");
        LinuxAbi.SignalFrame layout = system.abi().signalFrame();
        HartContext context = r.thread().context();
        Struct s = r.get(context.sp() - layout.context(), layout.size());
        if (s == null) {
            system.terminate(r.caller(), r.process(), 128 + SIGSEGV, SIGSEGV);
            return 0;
        }
        List<String> names = Arrays.asList(context.registerNames());
        List<String> order = system.abi().signalRegisters();
        long result = 0;
        for (int i = 0; i < order.size(); i++) {
            long value = s.u64(layout.registers() + 8 * i);
            context.register(names.indexOf(order.get(i)), value);
            if (order.get(i).equals(layout.resultRegister())) {
                result = value;
            }
        }
        r.state().signalMask(s.u64(layout.mask()));
        return result;
    }

    /**
     * A fault that nothing resolved.
     *
     * @return false if no handler takes it: the process dies of it
     */
    boolean fault(Core core, LinuxProcess process, UserThread thread, Trap trap) {
        int signal;
        long address = thread.context().pc();
        switch (trap) {
            case Trap.PageFault f -> {
                signal = SIGSEGV;
                address = f.address();
            }
            case Trap.ProtectionFault f -> {
                signal = SIGSEGV;
                address = f.address();
            }
            case Trap.GeneralFault _ -> signal = SIGSEGV;
            case Trap.IllegalInstruction _ -> signal = SIGILL;
            case Trap.ArithmeticFault _ -> signal = SIGFPE;
            case Trap.Breakpoint _ -> signal = SIGTRAP;
            default -> {
                return false;
            }
        }
        LinuxThread target = process.thread(thread);
        SignalActions.Action action = process.actions().get(signal);
        boolean handled = action.handler() != 0 && action.handler() != SignalActions.IGNORE;
        Caller caller = new Caller(thread, core, system.kernel().paths(), null);
        if (!handled || (target.signalMask() & bit(signal)) != 0) {
            system.release(caller, process);
            return false;
        }
        enter(caller, target, signal, action, new Resume(address));
        return true;
    }
}
