package org.rustos.channels.trace;

import org.rustos.kernel.process.UserThread;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is remembered of threads between their appearances: tracks that are announced already, why a
 * thread that blocked went into the kernel. Bounded, because a guest may make threads for ever: who
 * was not seen for long is announced again.
 */
final class ThreadTracks {
    private static final int MOST = 4096;
    private static final float LOAD = 0.75f;

    /** A thread as the trace knows it. */
    static final class Known {
        final UserThread thread;
        final Track track;

        /** What brought it into the kernel last. */
        Activity call = new Activity("start", Activity.KERNEL, "");

        private long latestMc;

        private Known(UserThread thread) {
            this.thread = thread;
            this.track = Track.ofThread(thread.process().id(), thread.id());
        }

        /** A thread may be taken by a core whose clock is a step behind: time never goes back. */
        long timeMc(long mc) {
            latestMc = Math.max(latestMc, mc);
            return latestMc;
        }
    }

    private final TraceEvents out;
    private final TraceFilter filter;
    private final Map<UserThread, Known> known =
            new LinkedHashMap<>(MOST, LOAD, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<UserThread, Known> eldest) {
                    return size() > MOST;
                }
            };

    ThreadTracks(TraceEvents out, TraceFilter filter) {
        this.out = out;
        this.filter = filter;
    }

    Known of(UserThread thread) {
        Known found = known.get(thread);
        if (found == null) {
            found = new Known(thread);
            known.put(thread, found);
            int process = thread.process().id();
            if (filter.showsProcess(process)) {
                out.title("process_name", found.track, "process " + process);
                out.title("thread_name", found.track, "thread " + thread.id());
            }
        }
        return found;
    }
}
