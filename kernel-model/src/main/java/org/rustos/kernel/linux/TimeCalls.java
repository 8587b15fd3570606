package org.rustos.kernel.linux;

import org.rustos.core.snapshot.Kept;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.process.UserThread;

import java.util.List;

/** Calls about the simulated clocks. */
final class TimeCalls {
    static final List<Call> ROWS =
            List.of(
                    new Call("clock_gettime", 2, TimeCalls::get),
                    new Call("clock_getres", 2, TimeCalls::resolution),
                    new Call("gettimeofday", 2, TimeCalls::ofDay),
                    new Call("time", 1, TimeCalls::seconds),
                    new Call("nanosleep", 2, r -> sleep(r, 0, false, 0, 1)),
                    new Call(
                            "clock_nanosleep",
                            4,
                            r -> sleep(r, r.number(0), (r.number(1) & 1) != 0, 2, 3)),
                    new Call("times", 1, TimeCalls::usage));

    static final long NANOS = 1_000_000_000L;
    private static final int REALTIME = 0;
    private static final int PROCESS_TIME = 2;
    private static final int THREAD_TIME = 3;
    private static final int OF_THREAD = 4;
    private static final int REALTIME_COARSE = 5;
    private static final int REALTIME_ALARM = 8;
    private static final int TAI = 11;
    private static final int LAST_CLOCK = 11;
    private static final long TICKS_PER_SECOND = 100;

    private TimeCalls() {}

    /** Nanoseconds of a clock now. */
    static long now(Request r, int clock) {
        if (clock < 0 || clock == PROCESS_TIME || clock == THREAD_TIME) {
            r.caller().core().ledger().timeObserved();
            return processorTime(r, clock);
        }
        long sinceBoot = r.kernel().mcToNanos(r.nowMc());
        boolean wall =
                clock == REALTIME
                        || clock == REALTIME_COARSE
                        || clock == REALTIME_ALARM
                        || clock == TAI;
        return wall ? sinceBoot + r.kernel().config().epochSeconds() * NANOS : sinceBoot;
    }

    /** A negative id names the process or thread in its upper bits (posix-timers.h). */
    private static long processorTime(Request r, int clock) {
        int id = clock < 0 ? ~(clock >> 3) : 0;
        boolean ofThread = clock < 0 ? (clock & OF_THREAD) != 0 : clock == THREAD_TIME;
        for (LinuxProcess process : id == 0 ? List.of(r.process()) : r.system().processes()) {
            LinuxThread thread = id == 0 ? r.state() : process.thread(id);
            if (ofThread && thread != null) {
                return process.cpuTimes().of(thread.thread()).total();
            }
            if (!ofThread && (id == 0 || process.process().id() == id)) {
                return process.cpuTimes().own().total();
            }
        }
        return -1;
    }

    /** What a timer on a processor clock counts; null for a clock that always runs. */
    static Kept.Reading processorClock(Request r, int clock) {
        if (clock >= 0 && clock != PROCESS_TIME && clock != THREAD_TIME) {
            return null;
        }
        CpuTimes times = r.process().cpuTimes();
        boolean ofThread = clock < 0 ? (clock & OF_THREAD) != 0 : clock == THREAD_TIME;
        UserThread thread = r.thread();
        return ofThread ? () -> times.of(thread).total() : () -> times.own().total();
    }

    /** Whether a clock exists that can be read. */
    static boolean known(Request r, int clock) {
        if (clock < 0) {
            return (clock & 3) != 3 && processorTime(r, clock) >= 0;
        }
        return clock <= LAST_CLOCK && clock != 10;
    }

    private static long get(Request r) {
        if (!known(r, r.number(0))) {
            return Errno.EINVAL.negative();
        }
        r.charge("clock.read");
        long now = now(r, r.number(0));
        return r.put(r.argument(1), new Struct(16).u64(0, now / NANOS).u64(8, now % NANOS));
    }

    private static long resolution(Request r) {
        if (!known(r, r.number(0))) {
            return Errno.EINVAL.negative();
        }
        boolean wanted = r.argument(1) != 0;
        return wanted ? r.put(r.argument(1), new Struct(16).u64(8, 1)) : 0;
    }

    private static long ofDay(Request r) {
        r.charge("clock.read");
        long now = now(r, REALTIME);
        if (r.argument(0) != 0) {
            Struct time = new Struct(16).u64(0, now / NANOS).u64(8, now % NANOS / 1000);
            long error = r.put(r.argument(0), time);
            if (error != 0) {
                return error;
            }
        }
        return r.argument(1) == 0 ? 0 : r.put(r.argument(1), new Struct(8));
    }

    private static long seconds(Request r) {
        r.charge("clock.seconds");
        long seconds = now(r, REALTIME) / NANOS;
        long error = r.argument(0) == 0 ? 0 : r.put(r.argument(0), new Struct(8).u64(0, seconds));
        return error == 0 ? seconds : error;
    }

    /** A timespec argument in nanoseconds; -1 if it is no time, -2 if it cannot be read. */
    static long timespec(Request r, long address) {
        Struct time = r.get(address, 16);
        if (time == null) {
            return -2;
        }
        long seconds = time.u64(0);
        long nanos = time.u64(8);
        if (seconds < 0 || nanos < 0 || nanos >= NANOS) {
            return -1;
        }
        return seconds > Long.MAX_VALUE / NANOS / 4 ? Long.MAX_VALUE / 4 : seconds * NANOS + nanos;
    }

    private static long sleep(Request r, int clock, boolean absolute, int wanted, int left) {
        if (!known(r, clock) || clock == THREAD_TIME) {
            return Errno.EINVAL.negative();
        }
        if (clock < 0 || clock == PROCESS_TIME) {
            return Errno.EOPNOTSUPP.negative();
        }
        if (r.timedOut()) {
            return 0;
        }
        if (r.interrupted()) {
            long rest = Math.max(0, r.kernel().mcToNanos(r.progress() - r.nowMc()));
            Struct time = new Struct(16).u64(0, rest / NANOS).u64(8, rest % NANOS);
            boolean tells = !absolute && r.argument(left) != 0;
            long error = tells ? r.put(r.argument(left), time) : 0;
            return error == 0 ? Errno.EINTR.negative() : error;
        }
        long nanos = timespec(r, r.argument(wanted));
        if (nanos < 0) {
            return nanos == -1 ? Errno.EINVAL.negative() : Errno.EFAULT.negative();
        }
        long relative = absolute ? nanos - now(r, clock) : nanos;
        if (relative <= 0) {
            return 0;
        }
        r.charge("clock.sleep");
        r.progress(deadline(r, relative));
        r.deadline(r.progress());
        return r.park();
    }

    /** The time in millicycles that lies so many nanoseconds ahead. */
    static long deadline(Request r, long nanos) {
        long mc = r.kernel().nanosToMc(nanos);
        return mc > Long.MAX_VALUE - r.nowMc() ? Long.MAX_VALUE : r.nowMc() + mc;
    }

    private static long usage(Request r) {
        CpuTimes times = r.process().cpuTimes();
        long[] nanos = {
            times.own().user(),
            times.own().system(),
            times.children().user(),
            times.children().system()
        };
        Struct told = new Struct(32);
        for (int i = 0; i < nanos.length; i++) {
            told.u64(8 * i, nanos[i] / (NANOS / TICKS_PER_SECOND));
        }
        r.caller().core().ledger().timeObserved();
        long ticks = r.kernel().mcToNanos(r.nowMc()) / (NANOS / TICKS_PER_SECOND);
        long error = r.argument(0) == 0 ? 0 : r.put(r.argument(0), told);
        return error == 0 ? ticks : error;
    }
}
