package org.rustos.kernel.file;

import org.rustos.kernel.process.WaitQueue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who locked which bytes of which file: record locks of processes and of open files, which exclude
 * each other, and whole-file locks (flock), which exclude each other only.
 */
public final class FileLocks {
    /** The two worlds of locks, which do not see each other. */
    public enum Kind {
        RECORD,
        WHOLE
    }

    /**
     * A lock.
     *
     * @param owner who must release it: a descriptor table or an open file
     * @param process id that F_GETLK tells; -1 for an open file's
     * @param write whether it excludes readers too
     * @param from first byte
     * @param to last byte
     */
    public record Lock(Object owner, int process, boolean write, long from, long to) {
        private boolean overlaps(long first, long last) {
            return from <= last && to >= first;
        }
    }

    /** The locks of one file of one kind, in ascending order, and who waits for them. */
    private static final class Held {
        private final List<Lock> locks = new ArrayList<>();
        private final WaitQueue waiters = new WaitQueue();
    }

    private final List<Map<Inode, Held>> held =
            List.of(new LinkedHashMap<>(), new LinkedHashMap<>());
    private final Map<Object, Object> waitsFor = new LinkedHashMap<>();

    private Held held(Inode inode, Kind kind) {
        return held.get(kind.ordinal()).computeIfAbsent(inode, _ -> new Held());
    }

    /** The first lock that keeps an owner from what it wants; null if nothing does. */
    public Lock conflict(Inode inode, Kind kind, Lock wanted) {
        Held there = held.get(kind.ordinal()).get(inode);
        if (there == null) {
            return null;
        }
        for (Lock lock : there.locks) {
            if (lock.owner != wanted.owner
                    && lock.overlaps(wanted.from, wanted.to)
                    && (lock.write || wanted.write)) {
                return lock;
            }
        }
        return null;
    }

    /**
     * Takes a lock that nothing conflicts with; what its owner had of the range is replaced, and
     * what touches it becomes one with it.
     */
    public void take(Inode inode, Kind kind, Lock wanted, long nowMc) {
        release(inode, kind, wanted.owner, wanted.from, wanted.to, nowMc);
        List<Lock> locks = held(inode, kind).locks;
        Lock whole = wanted;
        for (Lock lock : List.copyOf(locks)) {
            boolean same = lock.owner == wanted.owner && lock.write == wanted.write;
            boolean touches = lock.to + 1 == whole.from || whole.to + 1 == lock.from;
            if (same && touches) {
                locks.remove(lock);
                long from = Math.min(lock.from, whole.from);
                long to = Math.max(lock.to, whole.to);
                whole = new Lock(wanted.owner, wanted.process, wanted.write, from, to);
            }
        }
        int at = 0;
        while (at < locks.size() && locks.get(at).from < whole.from) {
            at++;
        }
        locks.add(at, whole);
    }

    /** Gives back what an owner has locked of a range. */
    public void release(Inode inode, Kind kind, Object owner, long from, long to, long nowMc) {
        Held there = held.get(kind.ordinal()).get(inode);
        if (there == null) {
            return;
        }
        boolean any = false;
        for (Lock lock : List.copyOf(there.locks)) {
            if (lock.owner != owner || !lock.overlaps(from, to)) {
                continue;
            }
            any = true;
            int at = there.locks.indexOf(lock);
            there.locks.remove(at);
            if (lock.to > to) {
                there.locks.add(at, new Lock(owner, lock.process, lock.write, to + 1, lock.to));
            }
            if (lock.from < from) {
                there.locks.add(at, new Lock(owner, lock.process, lock.write, lock.from, from - 1));
            }
        }
        if (any) {
            there.waiters.wakeAll(nowMc);
        }
        if (there.locks.isEmpty() && there.waiters.isEmpty()) {
            held.get(kind.ordinal()).remove(inode);
        }
    }

    /** Gives back everything that an owner has locked of a file: it closed it. */
    public void closed(Inode inode, Object owner, long nowMc) {
        for (Kind kind : Kind.values()) {
            release(inode, kind, owner, 0, Long.MAX_VALUE, nowMc);
        }
    }

    /** Wakes who waits when a lock of a file is given back. */
    public WaitQueue waiters(Inode inode, Kind kind) {
        return held(inode, kind).waiters;
    }

    /**
     * Notes that an owner waits for another.
     *
     * @return false if the other waits for this one, in turn: neither would ever go on
     */
    public boolean mayWait(Object owner, Object other) {
        for (Object at = other; at != null; at = waitsFor.get(at)) {
            if (at == owner) {
                return false;
            }
        }
        waitsFor.put(owner, other);
        return true;
    }

    public void waitsNoMore(Object owner) {
        waitsFor.remove(owner);
    }
}
