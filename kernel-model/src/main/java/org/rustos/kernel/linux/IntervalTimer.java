package org.rustos.kernel.linux;

import org.rustos.core.machine.Timers;
import org.rustos.kernel.Kernel;

/** One interval timer of a process: its signal when it expires (setitimer, alarm). */
final class IntervalTimer {
    /** What it counts; the order is that of setitimer's first argument. */
    enum Kind {
        REAL(Signals.SIGALRM),
        VIRTUAL(Signals.SIGVTALRM),
        PROFILE(Signals.SIGPROF);

        private final int signal;

        Kind(int signal) {
            this.signal = signal;
        }
    }

    private final LinuxProcess process;
    private final Kind kind;
    private Timers.Timer armed;
    private CpuTimers.Timer onProcessor;
    private long intervalNanos;

    IntervalTimer(LinuxProcess process, Kind kind) {
        this.process = process;
        this.kind = kind;
    }

    private Kernel kernel() {
        return process.system().kernel();
    }

    /** Nanoseconds until it expires; 0 if it is not armed. */
    long left(long nowMc) {
        if (onProcessor != null) {
            return onProcessor.left();
        }
        return armed == null ? 0 : Math.max(1, kernel().mcToNanos(armed.deadlineMc() - nowMc));
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
        if (onProcessor != null) {
            onProcessor.cancel();
            onProcessor = null;
        }
        intervalNanos = interval;
        if (nanos <= 0) {
            return;
        }
        if (kind == Kind.REAL) {
            arm(nowMc, nanos);
        } else {
            long expiry = processorTime() + nanos;
            onProcessor =
                    process.cpuTimers()
                            .arm(this::processorTime, expiry, interval, this::passed, nowMc);
        }
    }

    private long processorTime() {
        CpuTimes.Spent spent = process.cpuTimes().own();
        return kind == Kind.VIRTUAL ? spent.user() : spent.total();
    }

    private void arm(long fromMc, long nanos) {
        long ahead = kernel().nanosToMc(nanos);
        long deadline = ahead > Long.MAX_VALUE - fromMc ? Long.MAX_VALUE - 1 : fromMc + ahead;
        armed = kernel().board().timers().arm(deadline, this::expired);
    }

    private void expired(long atMc) {
        armed = null;
        if (process.process().exited()) {
            return;
        }
        if (intervalNanos > 0) {
            arm(atMc, intervalNanos);
        }
        process.system().signals().post(process, kind.signal, atMc);
    }

    private void passed(long atMc) {
        if (intervalNanos == 0) {
            onProcessor = null;
        }
        process.system().signals().post(process, kind.signal, atMc);
    }
}
