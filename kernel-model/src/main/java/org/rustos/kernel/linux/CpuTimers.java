package org.rustos.kernel.linux;

import org.rustos.core.machine.Timers;
import org.rustos.core.snapshot.Kept;
import org.rustos.kernel.Kernel;
import org.rustos.kernel.process.UserThread;

import java.util.ArrayList;
import java.util.List;

/**
 * Timers that run while a process runs: a deadline of the machine is set to when the first could
 * expire, and set again if the process did less than it could.
 */
final class CpuTimers {
    /** Do not look more often than this: time in the kernel may not count. */
    private static final long SHORTEST_NANOS = 1000;

    /** One armed timer. */
    final class Timer {
        private final Kept.Reading clock;
        private final Kept.NumberListener expired;
        private long expiry;
        private final long interval;

        private Timer(Kept.Reading clock, long expiry, long interval, Kept.NumberListener expired) {
            this.clock = clock;
            this.expiry = expiry;
            this.interval = interval;
            this.expired = expired;
        }

        /** Nanoseconds of its clock until it expires. */
        long left() {
            return Math.max(1, expiry - clock.getAsLong());
        }

        void cancel() {
            armed.remove(this);
        }
    }

    private final LinuxProcess process;
    private final List<Timer> armed = new ArrayList<>();
    private Timers.Timer next;

    CpuTimers(LinuxProcess process) {
        this.process = process;
    }

    /**
     * Arms a timer.
     *
     * @param clock nanoseconds of processor time
     * @param expiry on that clock
     * @param interval until it expires again; 0 for once
     * @param expired is told the time in millicycles
     */
    Timer arm(
            Kept.Reading clock,
            long expiry,
            long interval,
            Kept.NumberListener expired,
            long nowMc) {
        Timer timer = new Timer(clock, expiry, interval, expired);
        armed.add(timer);
        look(nowMc);
        return timer;
    }

    /** A core begins to run the process. */
    void dispatched(long nowMc) {
        if (!armed.isEmpty()) {
            look(nowMc);
        }
    }

    private void look(long nowMc) {
        if (next != null) {
            next.cancel();
            next = null;
        }
        if (process.process().exited()) {
            armed.clear();
            return;
        }
        for (Timer timer : List.copyOf(armed)) {
            if (timer.clock.getAsLong() >= timer.expiry) {
                if (timer.interval > 0) {
                    timer.expiry += timer.interval;
                } else {
                    armed.remove(timer);
                }
                timer.expired.accept(nowMc);
            }
        }
        int running = running();
        if (running == 0 || armed.isEmpty()) {
            return;
        }
        long soonest = Long.MAX_VALUE;
        for (Timer timer : armed) {
            soonest = Math.min(soonest, timer.left());
        }
        Kernel kernel = process.system().kernel();
        long ahead = kernel.nanosToMc(Math.max(SHORTEST_NANOS, soonest / running));
        long deadline = ahead > Long.MAX_VALUE - nowMc ? Long.MAX_VALUE - 1 : nowMc + ahead;
        next = kernel.board().timers().arm(deadline, this::look);
    }

    private int running() {
        int running = 0;
        for (UserThread thread : process.process().threads()) {
            running += thread.state() == UserThread.State.RUNNING ? 1 : 0;
        }
        return running;
    }
}
