package org.rustos.channels.trace;

import org.rustos.core.machine.Core;
import org.rustos.core.timing.Event;
import org.rustos.core.timing.KernelPath;
import org.rustos.core.timing.PathObserver;

/**
 * The track of one core. What goes on without a gap is one slice, however often the machine
 * interrupts it to let other cores catch up; a slice of a thread stands on the thread's track too.
 */
final class CoreTrack implements PathObserver {
    private static final String REVOKING = "capability.revoke";

    private final Core core;
    private final Track track;
    private final TraceEvents out;
    private final TraceFilter filter;

    // The slice that is open; null activity for none.
    private Activity activity;
    private ThreadTracks.Known thread;
    private long sinceMc;
    private long untilMc;
    private boolean written;

    private long pathMc;
    private long turns;

    CoreTrack(Core core, TraceEvents out, TraceFilter filter) {
        this.core = core;
        this.track = Track.ofCore(core.id());
        this.out = out;
        this.filter = filter;
        out.title("thread_name", track, "core " + core.id());
    }

    Track track() {
        return track;
    }

    /**
     * The core does this from its clock on, until {@link #pause}.
     *
     * @param by whose slice it is, or null for the kernel's own threads
     */
    void go(Activity next, ThreadTracks.Known by) {
        long now = core.clockMc();
        boolean same = next.equals(activity) && by == thread && now == untilMc;
        if (!same) {
            close();
            polled(now);
            activity = next;
            thread = by;
            sinceMc = now;
        }
        untilMc = now;
    }

    /** What it did lasted until now. */
    void pause() {
        untilMc = core.clockMc();
    }

    /** Turns of a parked polling thread are accounted when it finds something. */
    private void polled(long now) {
        long counted = core.ledger().counted(Event.POLL_EMPTY);
        if (counted > turns && activity == null && now > untilMc) {
            emptyTurns(untilMc, now, counted - turns);
        }
        turns = counted;
    }

    private void emptyTurns(long from, long to, long count) {
        if (filter.shows(from, to)) {
            out.slice(track, "empty polls", "poll", filter.clip(from), filter.clip(to), count);
        }
    }

    /** Ends the open slice where it was last seen. */
    void close() {
        if (activity == null) {
            return;
        }
        if (visible(sinceMc, untilMc) && untilMc > sinceMc) {
            open();
        }
        if (written) {
            long end = filter.clip(untilMc);
            out.end(track, end);
            if (thread != null) {
                out.end(thread.track, thread.timeMc(end));
            }
        }
        written = false;
        activity = null;
        thread = null;
        turns = core.ledger().counted(Event.POLL_EMPTY);
    }

    private boolean visible(long from, long to) {
        return filter.shows(from, to)
                && (thread == null || filter.showsProcess(thread.thread.process().id()))
                && (activity.category().equals(Activity.USER)
                        || filter.showsMechanism(activity.mechanism()));
    }

    private void open() {
        if (!written) {
            written = true;
            long begin = filter.clip(sinceMc);
            out.begin(track, activity.name(), activity.category(), begin);
            if (thread != null) {
                String name = activity.category().equals(Activity.USER) ? "user" : activity.name();
                out.begin(thread.track, name, activity.category(), thread.timeMc(begin));
            }
        }
    }

    /** Opens the slice now if it is shown, so that what follows lies in it; whether it is. */
    boolean shown() {
        long now = core.clockMc();
        boolean shown = activity != null && filter.shows(now) && visible(sinceMc, now);
        if (shown) {
            open();
        }
        return shown;
    }

    @Override
    public void began(KernelPath path) {
        pathMc = core.clockMc();
    }

    @Override
    public void ended(KernelPath path) {
        long now = core.clockMc();
        if (activity != null && visible(pathMc, now)) {
            open();
            String category = path.name().startsWith(REVOKING) ? "revocation" : "path";
            out.slice(track, path.name(), category, filter.clip(pathMc), filter.clip(now), 1);
        }
    }
}
