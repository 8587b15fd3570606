package org.rustos.channels.trace;

import org.rustos.kernel.process.UserThread;

/**
 * What is remembered of threads between their appearances: tracks that are announced already, why a
 * thread that blocked went into the kernel. Who was not seen for long is announced again.
 */
final class ThreadTracks {
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
    private final RecentThreads<Known> known = new RecentThreads<>(this::announced);

    ThreadTracks(TraceEvents out, TraceFilter filter) {
        this.out = out;
        this.filter = filter;
    }

    Known of(UserThread thread) {
        return known.of(thread);
    }

    private Known announced(UserThread thread) {
        Known fresh = new Known(thread);
        int process = thread.process().id();
        if (filter.showsProcess(process)) {
            out.title("process_name", fresh.track, "process " + process);
            out.title("thread_name", fresh.track, "thread " + thread.id());
        }
        return fresh;
    }
}
