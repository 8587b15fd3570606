package org.rustos.core.machine;

import java.util.PriorityQueue;

/** Deadlines in simulated time, served in the order of time and then of arming. */
public final class Timers {
    /** What happens at a deadline. */
    public interface Action {
        void fire(long deadlineMc);
    }

    /** An armed deadline; keep it to cancel it. */
    public static final class Timer {
        private final long deadlineMc;
        private final long order;
        private final Action action;
        private boolean cancelled;

        private Timer(long deadlineMc, long order, Action action) {
            this.deadlineMc = deadlineMc;
            this.order = order;
            this.action = action;
        }

        public long deadlineMc() {
            return deadlineMc;
        }

        public void cancel() {
            cancelled = true;
        }
    }

    private final PriorityQueue<Timer> queue =
            new PriorityQueue<>(
                    (a, b) ->
                            a.deadlineMc != b.deadlineMc
                                    ? Long.compare(a.deadlineMc, b.deadlineMc)
                                    : Long.compare(a.order, b.order));
    private long armed;

    /** Arms a deadline in millicycles since the machine started. */
    public Timer arm(long deadlineMc, Action action) {
        Timer timer = new Timer(deadlineMc, armed++, action);
        queue.add(timer);
        return timer;
    }

    /** The earliest deadline, or {@link Long#MAX_VALUE}. */
    public long next() {
        while (!queue.isEmpty() && queue.peek().cancelled) {
            queue.remove();
        }
        return queue.isEmpty() ? Long.MAX_VALUE : queue.peek().deadlineMc;
    }

    void fireNext() {
        Timer timer = queue.remove();
        if (!timer.cancelled) {
            timer.action.fire(timer.deadlineMc);
        }
    }
}
