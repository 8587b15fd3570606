package org.rustos.kernel.linux;

import org.rustos.core.memory.PhysicalMemory;
import org.rustos.kernel.memory.Area;
import org.rustos.kernel.memory.Backing;
import org.rustos.kernel.process.Process;
import org.rustos.kernel.process.WaitQueue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Who waits for which word of memory.
 *
 * <p>A word of shared memory is known by its file and offset, any other by its address space and
 * address: its frame changes when it is written after a fork.
 */
final class FutexTable {
    /**
     * A word.
     *
     * @param owner what holds it: a file or an address space
     */
    record Key(Object owner, long offset) {}

    /** One thread that waits for a word, or for one of several. */
    static final class Waiter {
        private final LinuxThread thread;
        private final int bits;
        private final WaitQueue queue = new WaitQueue();
        private boolean woken;
        private int index;

        /**
         * Describes a wait.
         *
         * @param bits a wake-up must have one of them
         */
        Waiter(LinuxThread thread, int bits) {
            this.thread = thread;
            this.bits = bits;
        }

        LinuxThread thread() {
            return thread;
        }

        /** Where its request waits. */
        WaitQueue queue() {
            return queue;
        }

        boolean woken() {
            return woken;
        }

        /** Which of several words it was. */
        int index() {
            return index;
        }
    }

    private record Entry(Waiter waiter, int index) {}

    private final Map<Key, List<Entry>> waiting = new LinkedHashMap<>();

    /** What a word is known by. */
    static Key key(Process process, long address) {
        Area area = process.areas().at(address);
        if (area != null && area.backing() instanceof Backing.Paged paged && paged.shared()) {
            return new Key(paged.pages(), paged.offset() + (address - area.start()));
        }
        return new Key(process.space(), address);
    }

    /** Adds a waiter to a word; the index is what it is told when that word wakes it. */
    void add(Key key, Waiter waiter, int index) {
        waiting.computeIfAbsent(key, _ -> new ArrayList<>()).add(new Entry(waiter, index));
    }

    /** A waiter gave up. */
    void remove(Key key, Waiter waiter) {
        List<Entry> entries = waiting.get(key);
        if (entries != null) {
            entries.removeIf(e -> e.waiter == waiter);
            drop(key, entries);
        }
    }

    /** A waiter gave up that was moved to another word. */
    void removeEverywhere(Waiter waiter) {
        waiting.values().forEach(entries -> entries.removeIf(e -> e.waiter == waiter));
        waiting.values().removeIf(List::isEmpty);
    }

    /** A process ended: nobody comes to take its threads out of what they waited for. */
    void forgetEnded() {
        for (List<Entry> entries : waiting.values()) {
            entries.removeIf(e -> e.waiter.thread.process().process().exited());
        }
        waiting.values().removeIf(List::isEmpty);
    }

    private void drop(Key key, List<Entry> entries) {
        if (entries.isEmpty()) {
            waiting.remove(key);
        }
    }

    /** Wakes up to so many that wait for a word, the longest waiting first; returns how many. */
    int wake(Key key, int count, int bits, long atMc) {
        return take(key, count, e -> (e.waiter.bits & bits) != 0, atMc);
    }

    private int take(Key key, int count, Predicate<Entry> meant, long atMc) {
        List<Entry> entries = waiting.get(key);
        int woken = 0;
        if (entries == null) {
            return 0;
        }
        for (Entry entry : List.copyOf(entries)) {
            if (woken >= count) {
                break;
            }
            if (!meant.test(entry)) {
                continue;
            }
            entries.remove(entry);
            // One that ended, or was woken for another word, takes no wake-up.
            if (!entry.waiter.woken && entry.waiter.queue.wakeOne(atMc)) {
                entry.waiter.woken = true;
                entry.waiter.index = entry.index;
                woken++;
            }
        }
        drop(key, entries);
        return woken;
    }

    /** Lets up to so many that wait for a word wait for another instead; returns how many. */
    int move(Key from, Key to, int count) {
        List<Entry> entries = waiting.get(from);
        if (entries == null || from.equals(to)) {
            return entries == null ? 0 : Math.min(count, entries.size());
        }
        int moved = 0;
        while (moved < count && !entries.isEmpty()) {
            Entry entry = entries.removeFirst();
            add(to, entry.waiter, entry.index);
            moved++;
        }
        drop(from, entries);
        return moved;
    }

    /** The longest waiting that still waits for a word, or null. */
    Waiter first(Key key) {
        for (Entry entry : waiting.getOrDefault(key, List.of())) {
            if (!entry.waiter.queue.isEmpty()) {
                return entry.waiter;
            }
        }
        return null;
    }

    /** How many wait for a word. */
    int count(Key key) {
        return waiting.getOrDefault(key, List.of()).size();
    }

    /** Whether an address can hold such a word. */
    static boolean aligned(long address) {
        return (address & 3) == 0 && address >= 0 && address < -PhysicalMemory.PAGE_SIZE >>> 1;
    }
}
