package org.rustos.kernel.linux;

import org.rustos.core.machine.Timers;
import org.rustos.core.snapshot.Kept;
import org.rustos.kernel.Kernel;

/** A timer of timer_create: counts a clock, and sends its signal when it expires. */
final class PosixTimer {
    private final LinuxProcess process;
    private final int id;
    private final int clock;
    private final Kept.Reading processorClock;
    private final int signal;
    private final long value;
    private final LinuxThread target;
    private Timers.Timer armed;
    private CpuTimers.Timer onProcessor;
    private long interval;
    private int missed;
    private int overruns;

    /**
     * Creates a timer that is not armed.
     *
     * @param clock id of the clock that it counts
     * @param processorClock nanoseconds of processor time that it counts; null: those that pass
     * @param signal that it sends; 0 for none
     * @param target thread that gets it; null for the process
     */
    PosixTimer(
            LinuxProcess process,
            int id,
            int clock,
            Kept.Reading processorClock,
            int signal,
            long value,
            LinuxThread target) {
        this.process = process;
        this.id = id;
        this.clock = clock;
        this.processorClock = processorClock;
        this.signal = signal;
        this.value = value;
        this.target = target;
    }

    private Kernel kernel() {
        return process.system().kernel();
    }

    /** What its clock shows. */
    long now(Request r) {
        return TimeCalls.now(r, clock);
    }

    long interval() {
        return interval;
    }

    /** Nanoseconds until it expires; 0 if it is not armed. */
    long left(long nowMc) {
        if (onProcessor != null) {
            return onProcessor.left();
        }
        return armed == null ? 0 : Math.max(1, kernel().mcToNanos(armed.deadlineMc() - nowMc));
    }

    /** Expiries that came while its last signal still waited. */
    int overruns() {
        return overruns;
    }

    void disarm() {
        if (armed != null) {
            armed.cancel();
            armed = null;
        }
        if (onProcessor != null) {
            onProcessor.cancel();
            onProcessor = null;
        }
    }

    /**
     * Arms it.
     *
     * @param nanos of its clock until the first expiry, at least 1
     * @param every between further ones; 0 for one only
     */
    void arm(long nowMc, long nanos, long every) {
        interval = every;
        missed = 0;
        if (processorClock != null) {
            long expiry = processorClock.getAsLong() + nanos;
            onProcessor =
                    process.cpuTimers().arm(processorClock, expiry, every, this::passed, nowMc);
        } else {
            armRealTime(nowMc, nanos);
        }
    }

    private void armRealTime(long fromMc, long nanos) {
        long ahead = kernel().nanosToMc(nanos);
        long deadline = ahead > Long.MAX_VALUE - fromMc ? Long.MAX_VALUE - 1 : fromMc + ahead;
        armed = kernel().board().timers().arm(deadline, this::expired);
    }

    private void expired(long atMc) {
        armed = null;
        if (process.process().exited()) {
            return;
        }
        if (interval > 0) {
            armRealTime(atMc, interval);
        }
        send(atMc);
    }

    private void passed(long atMc) {
        if (interval == 0) {
            onProcessor = null;
        }
        send(atMc);
    }

    private void send(long atMc) {
        if (signal == 0) {
            return;
        }
        PendingSignals pending = target == null ? process.pending() : target.ownPending();
        if ((pending.set() & Signals.bit(signal)) != 0) {
            missed++;
            return;
        }
        SignalInformation information = SignalInformation.ofTimer(signal, id, 0, value);
        if (target == null) {
            process.system().signals().post(process, information, atMc);
        } else {
            process.system().signals().post(target, information, atMc);
        }
    }

    /** Its signal is delivered now: this is what it tells, unless somebody else made it up. */
    SignalInformation delivered(SignalInformation information) {
        if (information.signal() != signal) {
            return information;
        }
        overruns = missed;
        missed = 0;
        return SignalInformation.ofTimer(signal, id, overruns, value);
    }
}
