package org.rustos.kernel.linux;

import org.rustos.kernel.process.WaitQueue;

import java.util.HashMap;
import java.util.Map;

/**
 * Who waits for which word of memory. A word is known by its physical address, so that sharing
 * works.
 */
final class FutexTable {
    private final Map<Long, WaitQueue> queues = new HashMap<>();

    WaitQueue queue(long physical) {
        return queues.computeIfAbsent(physical, _ -> new WaitQueue());
    }

    /** Wakes up to {@code count} waiters of a word; returns how many. */
    int wake(long physical, int count, long atMc) {
        WaitQueue queue = queues.get(physical);
        int woken = 0;
        while (queue != null && woken < count && queue.wakeOne(atMc)) {
            woken++;
        }
        if (queue != null && queue.isEmpty()) {
            queues.remove(physical);
        }
        return woken;
    }
}
