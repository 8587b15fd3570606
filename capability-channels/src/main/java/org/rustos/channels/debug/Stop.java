package org.rustos.channels.debug;

import org.rustos.kernel.process.UserThread;

/**
 * Why a run holds, and who brought it there.
 *
 * @param thread null if no thread is left to blame
 * @param address that was watched, for {@link Reason#WATCH} and {@link Reason#ACCESS}; for {@link
 *     Reason#FORK} a process
 * @param signal Linux's number, for {@link Reason#FAULT}
 */
public record Stop(Reason reason, UserThread thread, long address, int signal) {
    /** What brought the run to hold. */
    public enum Reason {
        /** Before the first instruction. */
        START,
        /** Somebody asked for it. */
        INTERRUPT,
        /** A thread is about to execute an instruction with a breakpoint. */
        BREAKPOINT,
        /** A thread has executed what it was to execute. */
        STEP,
        /** Bytes that are watched changed, or backwards: are about to. */
        WATCH,
        /** A thread read or wrote bytes whose use is watched. */
        ACCESS,
        /** User code did something that it may not do; the kernel does not know yet. */
        FAULT,
        /** The thread's process has a child now, whose id is the address. */
        FORK,
        /** Nothing lies before this moment. */
        HISTORY_BEGIN
    }

    /** The same place, seen from another thread. */
    public Stop shows(UserThread other) {
        return of(Reason.INTERRUPT, other);
    }

    /** The same place, when nothing is left to be said but that the run holds there. */
    public Stop done() {
        return of(Reason.STEP, thread);
    }

    static Stop of(Reason reason, UserThread thread) {
        return new Stop(reason, thread, 0, 0);
    }

    static Stop watch(UserThread thread, long address) {
        return new Stop(Reason.WATCH, thread, address, 0);
    }

    static Stop access(UserThread thread, long address) {
        return new Stop(Reason.ACCESS, thread, address, 0);
    }

    static Stop fork(UserThread parent, int child) {
        return new Stop(Reason.FORK, parent, child, 0);
    }

    static Stop fault(UserThread thread, int signal) {
        return new Stop(Reason.FAULT, thread, 0, signal);
    }
}
