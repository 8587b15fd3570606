package org.rustos.channels.debug;

import org.rustos.core.machine.Core;
import org.rustos.kernel.RequestObserver;

import java.util.ArrayList;
import java.util.List;

/**
 * Knows how far each queue in shared memory is: requests that were left, taken and answered. It
 * belongs to the state of the run and goes back in time with it.
 */
final class QueueWatch implements RequestObserver {
    private static final class Counted {
        private final Queue queue;
        private long taken;
        private long answered;

        Counted(Queue queue) {
            this.queue = queue;
        }
    }

    private final List<Counted> queues = new ArrayList<>();

    @Override
    public void opened(Queue queue) {
        queues.add(new Counted(queue));
    }

    @Override
    public void taken(Core core, Queue queue, long number, String operation) {
        counted(queue).taken++;
    }

    @Override
    public void completed(Core core, Queue queue, long number) {
        counted(queue).answered++;
    }

    private Counted counted(Queue queue) {
        return queues.stream().filter(c -> c.queue == queue).findFirst().orElseThrow();
    }

    /** All of them, in the order in which they were opened. */
    List<DebuggedRun.QueueState> states() {
        return queues.stream()
                .map(
                        counted ->
                                new DebuggedRun.QueueState(
                                        counted.queue.process().id(),
                                        counted.queue.process().exited()
                                                ? 0
                                                : counted.queue.submitted(),
                                        counted.taken,
                                        counted.answered))
                .toList();
    }
}
