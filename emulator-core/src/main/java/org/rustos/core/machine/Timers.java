package org.rustos.core.machine;

import java.io.Serializable;
import java.util.PriorityQueue;

/** Deadlines in simulated time, served in the order of time and then of arming. */
public final class Timers {
    /** What happens at a deadline. */
    public interface Action extends Serializable {
        void fire(long deadlineMc);
    }

    /** An armed deadline; keep it to cancel it. */
    public static final class Timer {
        private final long deadlineMc;
        private final long order;
        private final Action action;
        private final Timers owner;
        private boolean over;

        private Timer(Timers owner, long deadlineMc, long order, Action action) {
            this.owner = owner;
            this.deadlineMc = deadlineMc;
            this.order = order;
            this.action = action;
        }

        public long deadlineMc() {
            return deadlineMc;
        }

        public void cancel() {
            if (!over) {
                over = true;
                owner.cancelled();
            }
        }
    }

    /** So many cancelled timers may stay queued; beyond that they are swept when they prevail. */
    private static final int STALE = 1024;

    private final PriorityQueue<Timer> queue =
            new PriorityQueue<>(
                    (a, b) ->
                            a.deadlineMc != b.deadlineMc
                                    ? Long.compare(a.deadlineMc, b.deadlineMc)
                                    : Long.compare(a.order, b.order));
    private long armed;
    private int stale;

    /** A guest may arm and cancel as often as it likes: the queue must not grow by that. */
    private void cancelled() {
        stale++;
        if (stale > STALE && stale > queue.size() / 2) {
            queue.removeIf(timer -> timer.over);
            stale = 0;
        }
    }

    /** Arms a deadline in millicycles since the machine started. */
    public Timer arm(long deadlineMc, Action action) {
        Timer timer = new Timer(this, deadlineMc, armed++, action);
        queue.add(timer);
        return timer;
    }

    /** The earliest deadline, or {@link Long#MAX_VALUE}. */
    public long next() {
        while (!queue.isEmpty() && queue.peek().over) {
            queue.remove();
            stale--;
        }
        return queue.isEmpty() ? Long.MAX_VALUE : queue.peek().deadlineMc;
    }

    void fireNext() {
        Timer timer = queue.remove();
        if (timer.over) {
            stale--;
        } else {
            timer.over = true;
            timer.action.fire(timer.deadlineMc);
        }
    }
}
