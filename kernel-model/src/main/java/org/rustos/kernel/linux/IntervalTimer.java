package org.rustos.kernel.linux;

import org.rustos.core.machine.Timers;
import org.rustos.kernel.Kernel;

/** The one real-time interval timer of a process: SIGALRM when it expires (setitimer, alarm). */
final class IntervalTimer {
    private final LinuxSyscalls system;
    private final LinuxProcess process;
    private Timers.Timer armed;
    private long intervalNanos;

    IntervalTimer(LinuxSyscalls system, LinuxProcess process) {
        this.system = system;
        this.process = process;
    }

    /** Nanoseconds until it expires; 0 if it is not armed. */
    long left(long nowMc) {
        return armed == null
                ? 0
                : Math.max(1, system.kernel().mcToNanos(armed.deadlineMc() - nowMc));
    }

    long intervalNanos() {
        return intervalNanos;
    }

    /**
     * Arms it anew.
     *
     * @param nanos until the first expiry; 0 disarms
     * @param interval between further ones; 0 for one only
     */
    void set(long nowMc, long nanos, long interval) {
        if (armed != null) {
            armed.cancel();
            armed = null;
        }
        intervalNanos = interval;
        if (nanos > 0) {
            arm(nowMc, nanos);
        }
    }

    private void arm(long fromMc, long nanos) {
        Kernel kernel = system.kernel();
        long ahead = kernel.nanosToMc(nanos);
        long deadline = ahead > Long.MAX_VALUE - fromMc ? Long.MAX_VALUE - 1 : fromMc + ahead;
        armed = kernel.board().timers().arm(deadline, this::expired);
    }

    private void expired(long atMc) {
        armed = null;
        if (process.process().exited()) {
            return;
        }
        if (intervalNanos > 0) {
            arm(atMc, intervalNanos);
        }
        system.signals().post(process, Signals.SIGALRM, atMc);
    }
}
