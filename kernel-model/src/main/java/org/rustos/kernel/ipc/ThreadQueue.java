package org.rustos.kernel.ipc;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Those who wait at one object: the most urgent first, and among equals the longest waiting. */
final class ThreadQueue {
    private final Deque<IpcThread> threads = new ArrayDeque<>();

    boolean isEmpty() {
        return threads.isEmpty();
    }

    void add(IpcThread thread) {
        threads.addLast(thread);
    }

    /** Somebody whose turn came to nothing waits on where he was. */
    void putBack(IpcThread thread) {
        threads.addFirst(thread);
    }

    void remove(IpcThread thread) {
        threads.remove(thread);
    }

    /** Takes the first out; null if nobody waits. */
    IpcThread poll() {
        IpcThread best = null;
        for (IpcThread thread : threads) {
            if (best == null || thread.priority() > best.priority()) {
                best = thread;
            }
        }
        threads.remove(best);
        return best;
    }

    /** The greatest priority of those who wait, at least {@code floor}. */
    int priority(int floor) {
        int most = floor;
        for (IpcThread thread : threads) {
            most = Math.max(most, thread.priority());
        }
        return most;
    }

    /** Those who wait now. */
    List<IpcThread> all() {
        return List.copyOf(threads);
    }
}
