package org.rustos.channels.debug;

import org.rustos.core.machine.Core;
import org.rustos.kernel.RequestObserver;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/** Knows how far each queue in shared memory is: requests that were left, taken and answered. */
final class QueueWatch implements RequestObserver {
    private static final class Counts {
        private long taken;
        private long answered;
    }

    private final List<Queue> queues = new ArrayList<>();
    private final IdentityHashMap<Queue, Counts> counts = new IdentityHashMap<>();

    @Override
    public void opened(Queue queue) {
        queues.add(queue);
        counts.put(queue, new Counts());
    }

    @Override
    public void taken(Core core, Queue queue, long number, String operation) {
        counts.get(queue).taken++;
    }

    @Override
    public void completed(Core core, Queue queue, long number) {
        counts.get(queue).answered++;
    }

    /** All of them, in the order in which they were opened. */
    List<DebuggedRun.QueueState> states() {
        return queues.stream()
                .map(
                        queue ->
                                new DebuggedRun.QueueState(
                                        queue.process().id(),
                                        queue.process().exited() ? 0 : queue.submitted(),
                                        counts.get(queue).taken,
                                        counts.get(queue).answered))
                .toList();
    }
}
