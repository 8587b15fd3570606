package org.rustos.channels.trace;

import org.rustos.core.machine.Core;
import org.rustos.kernel.RequestObserver;
import org.rustos.kernel.process.Process;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Requests in shared memory as arrows from where user code left them over who took them to where
 * the answer became visible. Nothing tells the kernel of a submission, so the guest's word is
 * looked at whenever its code has run, which is exact to a timing block where somebody polls for
 * it.
 */
final class Requests implements RequestObserver {
    private static final int NUMBER_BITS = 40;

    private final TraceEvents out;
    private final TraceFilter filter;
    private final String mechanism;
    private final Function<Core, CoreTrack> cores;
    private final Map<Queue, Arrows> arrows = new LinkedHashMap<>();

    /**
     * The requests of one run.
     *
     * @param mechanism who carries them
     */
    Requests(
            TraceEvents out,
            TraceFilter filter,
            String mechanism,
            Function<Core, CoreTrack> cores) {
        this.out = out;
        this.filter = filter;
        this.mechanism = mechanism;
        this.cores = cores;
    }

    /** Arrows of one queue that have begun and not ended: as many as it has entries, at most. */
    private static final class Arrows {
        final Queue queue;
        final long base;
        final SortedSet<Long> begun = new TreeSet<>();
        final Map<Long, String> served = new TreeMap<>();
        long seen;

        Arrows(Queue queue, long base) {
            this.queue = queue;
            this.base = base;
        }
    }

    String mechanism() {
        return mechanism;
    }

    @Override
    public void opened(Queue queue) {
        arrows.put(queue, new Arrows(queue, (long) arrows.size() << NUMBER_BITS));
    }

    /** Code of a process has run on a core. */
    void ran(Core core, Process process) {
        for (Arrows one : arrows.values()) {
            if (one.queue.process() == process) {
                begin(core, one, one.queue.submitted());
            }
        }
    }

    private boolean shown(Arrows one) {
        return filter.showsProcess(one.queue.process().id()) && filter.showsMechanism(mechanism);
    }

    private void begin(Core core, Arrows one, long submitted) {
        CoreTrack at = cores.apply(core);
        for (; one.seen < submitted; one.seen++) {
            if (shown(one) && at.shown()) {
                out.flow("s", at.track(), one.base + one.seen, core.clockMc());
                one.begun.add(one.seen);
            }
        }
    }

    @Override
    public void taken(Core core, Queue queue, long number, String operation) {
        Arrows one = arrows.get(queue);
        if (one == null) {
            return;
        }
        begin(core, one, number + 1);
        if (one.begun.contains(number) && cores.apply(core).shown()) {
            long now = core.clockMc();
            out.flow("t", cores.apply(core).track(), one.base + number, now);
            out.operation("b", track(one), operation, one.base + number, now);
            one.served.put(number, operation);
        }
    }

    private static Track track(Arrows one) {
        int process = one.queue.process().id();
        return Track.ofThread(process, process);
    }

    @Override
    public void completed(Core core, Queue queue, long number) {
        Arrows one = arrows.get(queue);
        if (one != null) {
            end(one, number, cores.apply(core), core.clockMc());
        }
    }

    private void end(Arrows one, long number, CoreTrack at, long now) {
        if (!one.begun.remove(number)) {
            return;
        }
        at.shown();
        long end = filter.clip(now);
        out.flow("f", at.track(), one.base + number, end);
        String operation = one.served.remove(number);
        if (operation != null) {
            out.operation("e", track(one), operation, one.base + number, end);
        }
    }

    /** The run is over: what was not answered ends here, also of queues that were closed before. */
    void finish(CoreTrack at, long now) {
        for (Arrows one : arrows.values()) {
            for (long number : List.copyOf(one.begun)) {
                end(one, number, at, now);
            }
        }
        arrows.clear();
    }
}
