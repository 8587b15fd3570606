package org.rustos.kernel.linux;

import org.rustos.core.snapshot.Kept;
import org.rustos.kernel.op.Errno;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Calls about a process's timers: interval timers, alarm, and those of timer_create. */
final class TimerCalls {
    static final List<Call> ROWS =
            List.of(
                    new Call("alarm", 1, TimerCalls::alarm),
                    new Call("setitimer", 3, TimerCalls::setInterval),
                    new Call("getitimer", 2, TimerCalls::getInterval),
                    new Call("timer_create", 3, TimerCalls::create),
                    new Call("timer_settime", 4, TimerCalls::set),
                    new Call("timer_gettime", 2, TimerCalls::get),
                    new Call("timer_getoverrun", 1, TimerCalls::overruns),
                    new Call("timer_delete", 1, TimerCalls::delete));

    private static final long NANOS = 1_000_000_000L;
    private static final long MICROS = 1_000_000L;
    private static final int EVENT_SIZE = 64;
    private static final int SIGEV_SIGNAL = 0;
    private static final int SIGEV_NONE = 1;
    private static final int SIGEV_THREAD_ID = 4;
    private static final int ABSOLUTE = 1;
    private static final int MOST = 1024;

    private TimerCalls() {}

    /** The timers of one process by id. */
    static final class Table {
        private final Map<Integer, PosixTimer> timers = new TreeMap<>();
        private int next;

        /** What a signal tells as it is delivered; one of a timer counts what it missed. */
        SignalInformation delivered(SignalInformation information) {
            PosixTimer timer =
                    information.code() == -2 ? timers.get((int) information.first()) : null;
            return timer == null ? information : timer.delivered(information);
        }

        /** execve: they are gone. */
        void clear() {
            timers.values().forEach(PosixTimer::disarm);
            timers.clear();
        }
    }

    private static long alarm(Request r) {
        r.charge("clock.sleep");
        IntervalTimer timer = r.process().timer(IntervalTimer.Kind.REAL);
        long left = timer.left(r.nowMc());
        timer.set(r.nowMc(), (r.argument(0) & 0xffff_ffffL) * NANOS, 0);
        return (left + NANOS - 1) / NANOS;
    }

    /** The timer that the first argument means, or null. */
    private static IntervalTimer interval(Request r) {
        int which = r.number(0);
        return which < 0 || which >= IntervalTimer.Kind.values().length
                ? null
                : r.process().timer(IntervalTimer.Kind.values()[which]);
    }

    private static long setInterval(Request r) {
        IntervalTimer timer = interval(r);
        if (timer == null) {
            return Errno.EINVAL.negative();
        }
        Struct wanted = r.argument(1) == 0 ? new Struct(32) : r.get(r.argument(1), 32);
        if (wanted == null) {
            return Errno.EFAULT.negative();
        }
        long[] nanos = new long[2];
        for (int i = 0; i < 2; i++) {
            long seconds = wanted.u64(i * 16);
            long micros = wanted.u64(i * 16 + 8);
            if (seconds < 0 || micros < 0 || micros >= MICROS) {
                return Errno.EINVAL.negative();
            }
            nanos[i] = Math.min(seconds, 1L << 32) * NANOS + micros * 1000;
        }
        long error = r.argument(2) == 0 ? 0 : tell(r, timer, r.argument(2));
        if (error != 0) {
            return error;
        }
        r.charge("clock.sleep");
        timer.set(r.nowMc(), nanos[1], nanos[0]);
        return 0;
    }

    private static long getInterval(Request r) {
        IntervalTimer timer = interval(r);
        return timer == null ? Errno.EINVAL.negative() : tell(r, timer, r.argument(1));
    }

    private static long tell(Request r, IntervalTimer timer, long address) {
        long left = timer.left(r.nowMc());
        long interval = timer.intervalNanos();
        return r.put(
                address,
                new Struct(32)
                        .u64(0, interval / NANOS)
                        .u64(8, interval % NANOS / 1000)
                        .u64(16, left / NANOS)
                        .u64(24, left % NANOS / 1000));
    }

    private static long create(Request r) {
        int clock = r.number(0);
        if (!TimeCalls.known(r, clock)) {
            return Errno.EINVAL.negative();
        }
        Table table = r.process().timers();
        if (table.timers.size() >= MOST) {
            return Errno.EAGAIN.negative();
        }
        int id = table.next;
        int signal = Signals.SIGALRM;
        long value = id;
        LinuxThread target = null;
        if (r.argument(1) != 0) {
            Struct event = r.get(r.argument(1), EVENT_SIZE);
            if (event == null) {
                return Errno.EFAULT.negative();
            }
            int kind = event.s32(12);
            target = kind == SIGEV_THREAD_ID ? r.process().thread(event.s32(16)) : null;
            boolean known =
                    kind == SIGEV_SIGNAL || kind == SIGEV_NONE || target != null || kind == 2;
            boolean sound = event.s32(8) >= 1 && event.s32(8) <= SignalActions.COUNT;
            if (!known || (kind != SIGEV_NONE && !sound)) {
                return Errno.EINVAL.negative();
            }
            signal = kind == SIGEV_NONE ? 0 : event.s32(8);
            value = event.u64(0);
        }
        long error = r.put(r.argument(2), new Struct(4).u32(0, id));
        if (error != 0) {
            return error;
        }
        table.next++;
        Kept.Reading processor = TimeCalls.processorClock(r, clock);
        table.timers.put(
                id, new PosixTimer(r.process(), id, clock, processor, signal, value, target));
        return 0;
    }

    private static PosixTimer timer(Request r) {
        return r.process().timers().timers.get(r.number(0));
    }

    private static Struct told(Request r, PosixTimer timer) {
        long left = timer.left(r.nowMc());
        return new Struct(32)
                .u64(0, timer.interval() / NANOS)
                .u64(8, timer.interval() % NANOS)
                .u64(16, left / NANOS)
                .u64(24, left % NANOS);
    }

    private static long set(Request r) {
        PosixTimer timer = timer(r);
        if (timer == null || r.argument(2) == 0) {
            return Errno.EINVAL.negative();
        }
        long interval = TimeCalls.timespec(r, r.argument(2));
        long wanted = TimeCalls.timespec(r, r.argument(2) + 16);
        if (interval == -2 || wanted == -2) {
            return Errno.EFAULT.negative();
        }
        if (interval < 0 || wanted < 0) {
            return Errno.EINVAL.negative();
        }
        Struct old = told(r, timer);
        r.charge("clock.sleep");
        timer.disarm();
        if (wanted > 0) {
            boolean absolute = (r.number(1) & ABSOLUTE) != 0;
            long now = absolute ? timer.now(r) : 0;
            timer.arm(r.nowMc(), Math.max(1, wanted - now), interval);
        }
        return r.argument(3) == 0 ? 0 : r.put(r.argument(3), old);
    }

    private static long get(Request r) {
        PosixTimer timer = timer(r);
        return timer == null ? Errno.EINVAL.negative() : r.put(r.argument(1), told(r, timer));
    }

    private static long overruns(Request r) {
        PosixTimer timer = timer(r);
        return timer == null ? Errno.EINVAL.negative() : timer.overruns();
    }

    private static long delete(Request r) {
        PosixTimer timer = r.process().timers().timers.remove(r.number(0));
        if (timer == null) {
            return Errno.EINVAL.negative();
        }
        timer.disarm();
        return 0;
    }
}
