package org.rustos.kernel.process;

import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.Deque;

/** Those who wait for one thing, woken in the order in which they came. */
public final class WaitQueue {
    /** Is woken once; it must then check again whether what it waits for has come. */
    public interface Waiter extends Serializable {
        void wake(long atMc);
    }

    private final Deque<Waiter> waiters = new ArrayDeque<>();

    public void add(Waiter waiter) {
        waiters.addLast(waiter);
    }

    /** A waiter that gave up (timeout, signal, kill); true if it was waiting. */
    public boolean remove(Waiter waiter) {
        return waiters.remove(waiter);
    }

    public boolean isEmpty() {
        return waiters.isEmpty();
    }

    /** Wakes the longest waiting; false if nobody waits. */
    public boolean wakeOne(long atMc) {
        Waiter waiter = waiters.pollFirst();
        if (waiter == null) {
            return false;
        }
        waiter.wake(atMc);
        return true;
    }

    /** Wakes all that wait now; returns how many. */
    public int wakeAll(long atMc) {
        int count = waiters.size();
        for (int i = 0; i < count; i++) {
            wakeOne(atMc);
        }
        return count;
    }
}
