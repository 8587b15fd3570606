package org.rustos.channels.view;

import org.rustos.core.machine.Core;
import org.rustos.kernel.RequestObserver;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts what lies in the queues of a machine. */
final class QueueWatch implements RequestObserver {
    /** Most queues that are watched. */
    private static final int MOST = 16;

    private static final class Watched {
        final int number;
        final Queue queue;
        long taken;
        long completed;
        long most;

        Watched(int number, Queue queue) {
            this.number = number;
            this.queue = queue;
        }

        /** Left and not answered. */
        long open() {
            return Math.max(0, queue.submitted() - completed);
        }
    }

    private final Map<Queue, Watched> queues = new LinkedHashMap<>();
    private int numbers;

    @Override
    public void opened(Queue queue) {
        queues.values().removeIf(watched -> watched.queue.process().exited());
        if (queues.size() < MOST) {
            queues.put(queue, new Watched(numbers++, queue));
        }
    }

    @Override
    public void taken(Core core, Queue queue, long number, String operation) {
        Watched watched = queues.get(queue);
        if (watched != null) {
            watched.taken++;
            watched.most = Math.max(watched.most, watched.open());
        }
    }

    @Override
    public void completed(Core core, Queue queue, long number) {
        Watched watched = queues.get(queue);
        if (watched != null) {
            watched.completed++;
        }
    }

    /** All queues as they are, and a new start for the peaks. */
    List<Occupancy> look() {
        List<Occupancy> all = new ArrayList<>();
        for (Watched watched : queues.values()) {
            if (watched.queue.process().exited()) {
                continue;
            }
            long open = watched.open();
            long serving = watched.taken - watched.completed;
            all.add(
                    new Occupancy(
                            watched.number,
                            Math.max(0, open - serving),
                            serving,
                            Math.max(0, watched.queue.unread()),
                            Math.max(watched.most, open)));
            watched.most = open;
        }
        return List.copyOf(all);
    }

    /** What the queues are. */
    List<GuestView.Queue> known() {
        return queues.values().stream()
                .map(w -> new GuestView.Queue(w.number, w.queue.process().id(), w.queue.entries()))
                .toList();
    }
}
