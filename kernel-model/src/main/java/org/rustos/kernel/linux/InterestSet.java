package org.rustos.kernel.linux;

import org.rustos.kernel.file.FileKind;
import org.rustos.kernel.file.Inode;
import org.rustos.kernel.file.OpenFile;
import org.rustos.kernel.file.Payer;
import org.rustos.kernel.file.UserBuffer;
import org.rustos.kernel.file.Volume;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.process.WaitQueue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** The files that an epoll descriptor watches, in the order of their descriptors. */
final class InterestSet extends Inode {
    private static final int ONE_SHOT = 1 << 30;
    private static final int EDGE = 1 << 31;
    private static final int ALWAYS = FAILED | HUNG_UP;

    /** As Linux's EP_MAX_NESTS. */
    private static final int DEEPEST = 4;

    /** One watched file. */
    private static final class Interest {
        private final OpenFile file;
        private int events;
        private long data;
        private int lastReady;
        private long lastArrivals;

        Interest(OpenFile file, int events, long data) {
            this.file = file;
            this.events = events;
            this.data = data;
        }
    }

    /** An event to tell. */
    record Ready(int events, long data) {}

    private final NavigableMap<Integer, Interest> interests = new TreeMap<>();
    private int lastTold = -1;
    private final WaitQueue changed = new WaitQueue();
    private int depth = 1;

    InterestSet(Volume volume) {
        super(volume, 0600);
    }

    Errno add(int descriptor, OpenFile file, int events, long data) {
        Interest old = interests.get(descriptor);
        if (old != null && old.file == file) {
            return Errno.EEXIST;
        }
        if (file.inode() == this) {
            return Errno.EINVAL;
        }
        if (file.inode().kind() == FileKind.REGULAR || file.inode().kind() == FileKind.DIRECTORY) {
            return Errno.EPERM;
        }
        if (file.inode() instanceof InterestSet set) {
            if (set.below().contains(this) || set.depth >= DEEPEST) {
                return Errno.ELOOP;
            }
        }
        interests.put(descriptor, new Interest(file, events, data));
        depth = depth();
        return Errno.OK;
    }

    Errno modify(int descriptor, OpenFile file, int events, long data) {
        Interest old = interests.get(descriptor);
        if (old == null || old.file != file) {
            return Errno.ENOENT;
        }
        old.events = events;
        old.data = data;
        old.lastReady = 0;
        return Errno.OK;
    }

    Errno remove(int descriptor, OpenFile file) {
        Interest old = interests.get(descriptor);
        if (old == null || old.file != file) {
            return Errno.ENOENT;
        }
        interests.remove(descriptor);
        return Errno.OK;
    }

    /** Wakes those who wait when the set itself was changed. */
    WaitQueue changed() {
        return changed;
    }

    /** Where changes of readiness are told. */
    List<WaitQueue> queues() {
        List<WaitQueue> queues = new ArrayList<>();
        for (InterestSet set : below()) {
            queues.add(set.changed);
            for (Interest interest : set.interests.values()) {
                if (interest.file.inode().waiters() != null) {
                    queues.add(interest.file.inode().waiters());
                }
            }
        }
        return queues;
    }

    /** This set and those that it watches, directly or not, each once. */
    private Set<InterestSet> below() {
        Set<InterestSet> found = new LinkedHashSet<>(List.of(this));
        Deque<InterestSet> open = new ArrayDeque<>(found);
        while (!open.isEmpty()) {
            for (Interest interest : open.removeFirst().interests.values()) {
                if (interest.file.inode() instanceof InterestSet set && found.add(set)) {
                    open.addLast(set);
                }
            }
        }
        return found;
    }

    /** How many sets lie below one another, this one included. */
    private int depth() {
        int deepest = 0;
        for (Interest interest : interests.values()) {
            if (interest.file.inode() instanceof InterestSet set) {
                deepest = Math.max(deepest, set.depth);
            }
        }
        return deepest + 1;
    }

    /**
     * What is ready now; files that were closed meanwhile are forgotten. If not all of it can be
     * told, the next time begins with the rest, so that nobody is left out for ever.
     */
    List<Ready> collect(int most, Payer payer) {
        interests.values().removeIf(interest -> interest.file.closed());
        List<Ready> found = new ArrayList<>();
        int from = lastTold;
        collect(interests.tailMap(from, false), found, most, payer);
        collect(interests.headMap(from, true), found, most, payer);
        if (found.size() < most) {
            lastTold = -1;
        }
        return found;
    }

    private void collect(Map<Integer, Interest> part, List<Ready> found, int most, Payer payer) {
        for (Map.Entry<Integer, Interest> entry : part.entrySet()) {
            if (found.size() == most) {
                return;
            }
            Interest interest = entry.getValue();
            Inode inode = interest.file.inode();
            int now = inode.ready(interest.file) & (interest.events | ALWAYS);
            long arrivals = inode.arrivals();
            boolean fresh = arrivals != interest.lastArrivals && (now & READABLE) != 0;
            boolean edge = (interest.events & EDGE) != 0;
            boolean tells = edge ? fresh || (now & ~interest.lastReady) != 0 : now != 0;
            if (!tells && now == 0 && interest.lastReady != 0) {
                // Only what was told ready is looked at: the cost does not grow with the idle.
                payer.charge("poll.file");
                payer.touch(interest.file.line());
            }
            interest.lastReady = now;
            interest.lastArrivals = arrivals;
            if (tells && interest.events != 0) {
                payer.charge("epoll.event");
                payer.touch(interest.file.line());
                found.add(new Ready(now, interest.data));
                lastTold = entry.getKey();
                if ((interest.events & ONE_SHOT) != 0) {
                    interest.events = 0;
                }
            }
        }
    }

    @Override
    public FileKind kind() {
        return FileKind.ANONYMOUS;
    }

    @Override
    public long size() {
        return 0;
    }

    @Override
    public int ready(OpenFile file) {
        for (InterestSet set : below()) {
            for (Interest interest : set.interests.values()) {
                boolean other = !(interest.file.inode() instanceof InterestSet);
                int wanted = interest.events == 0 ? 0 : interest.events | ALWAYS;
                if (other && (interest.file.inode().ready(interest.file) & wanted) != 0) {
                    return READABLE;
                }
            }
        }
        return 0;
    }

    @Override
    public long read(OpenFile file, UserBuffer to, long offset, Payer payer) {
        return Errno.EINVAL.negative();
    }

    @Override
    public long write(OpenFile file, UserBuffer from, long offset, Payer payer) {
        return Errno.EINVAL.negative();
    }
}
