package org.rustos.kernel.linux;

import org.rustos.kernel.file.Change;
import org.rustos.kernel.file.FileKind;
import org.rustos.kernel.file.Inode;
import org.rustos.kernel.file.OpenFile;
import org.rustos.kernel.file.Payer;
import org.rustos.kernel.file.UserBuffer;
import org.rustos.kernel.file.Volume;
import org.rustos.kernel.file.Watcher;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.process.WaitQueue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.SortedMap;
import java.util.TreeMap;

/** A queue of what happened to watched files (inotify). */
final class Notifier extends Inode {
    private static final int OVERFLOW = 0x4000;
    private static final int IGNORED = 0x8000;
    private static final int DIRECTORY = 0x4000_0000;
    private static final int ADD_BITS = 0x2000_0000;
    private static final int ONLY_CREATE = 0x1000_0000;
    private static final int ONE_SHOT = 1 << 31;
    private static final int SELF = 0xc00;
    private static final int HEADER = 16;

    /** As Linux's fs.inotify.max_queued_events and max_user_watches of a small machine. */
    private static final int LONGEST = 16_384;

    private static final int MOST_WATCHES = 8192;

    /** One entry of the queue, in Linux's terms. */
    private record Event(int watch, int mask, int cookie, String name) {
        int size() {
            // The name ends with a NUL and fills whole headers.
            return HEADER + (name == null ? 0 : (name.length() + HEADER) / HEADER * HEADER);
        }
    }

    /** What one inode is watched for. */
    private final class Watch implements Watcher {
        private final int number;
        private final Inode inode;
        private int mask;

        Watch(int number, Inode inode, int mask) {
            this.number = number;
            this.inode = inode;
            this.mask = mask;
        }

        @Override
        public void changed(Change what, String name, boolean directory, int cookie, Payer payer) {
            int bit = 1 << what.ordinal();
            if ((mask & bit) != 0) {
                boolean marked = directory && (bit & SELF) == 0;
                add(new Event(number, marked ? bit | DIRECTORY : bit, cookie, name), payer);
                if ((mask & ONE_SHOT) != 0) {
                    drop(this, payer);
                }
            }
            if (what == Change.DELETED_SELF) {
                drop(this, payer);
            }
        }
    }

    /** What all notifiers of a machine may take together. */
    static final class Limit {
        /** As Linux's max_user_instances. */
        private static final int MOST = 128;

        private static final int MOST_EVENTS = 8 * LONGEST;

        private int notifiers;
        private int events;

        boolean reached() {
            return notifiers >= MOST;
        }
    }

    private final Limit limit;
    private final WaitQueue waiters = new WaitQueue();
    private final SortedMap<Integer, Watch> watches = new TreeMap<>();
    private final Deque<Event> queue = new ArrayDeque<>();
    private int lastWatch;
    private long bytes;
    private long arrivals;

    Notifier(Volume volume, Limit limit) {
        super(volume, 0600);
        this.limit = limit;
        limit.notifiers++;
    }

    /**
     * Watches an inode, or changes what it is watched for.
     *
     * @param mask Linux's bits
     * @return the number of the watch or a negative errno
     */
    long watch(Inode inode, int mask) {
        for (Watch watch : watches.values()) {
            if (watch.inode == inode) {
                if ((mask & ONLY_CREATE) != 0) {
                    return Errno.EEXIST.negative();
                }
                watch.mask = (mask & ADD_BITS) != 0 ? watch.mask | mask : mask;
                return watch.number;
            }
        }
        if (watches.size() == MOST_WATCHES) {
            return Errno.ENOSPC.negative();
        }
        Watch watch = new Watch(++lastWatch, inode, mask);
        watches.put(watch.number, watch);
        inode.watch(watch);
        return watch.number;
    }

    Errno unwatch(int number, Payer payer) {
        Watch watch = watches.get(number);
        if (watch == null) {
            return Errno.EINVAL;
        }
        drop(watch, payer);
        return Errno.OK;
    }

    private void drop(Watch watch, Payer payer) {
        if (watches.remove(watch.number) != null) {
            watch.inode.unwatch(watch);
            add(new Event(watch.number, IGNORED, 0, null), payer);
        }
    }

    private void add(Event event, Payer payer) {
        payer.charge("notify.event");
        Event last = queue.peekLast();
        if (event.equals(last) || (last != null && last.mask == OVERFLOW)) {
            return;
        }
        boolean room = queue.size() < LONGEST && limit.events < Limit.MOST_EVENTS;
        Event kept = room ? event : new Event(-1, OVERFLOW, 0, null);
        queue.addLast(kept);
        limit.events++;
        bytes += kept.size();
        arrivals++;
        waiters.wakeAll(payer.nowMc());
    }

    /** Bytes that a read would get (FIONREAD). */
    long available() {
        return bytes;
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
    public WaitQueue waiters() {
        return waiters;
    }

    @Override
    public long arrivals() {
        return arrivals;
    }

    @Override
    public int ready(OpenFile file) {
        return queue.isEmpty() ? 0 : READABLE;
    }

    @Override
    public long read(OpenFile file, UserBuffer to, long offset, Payer payer) {
        if (queue.isEmpty()) {
            return Errno.EAGAIN.negative();
        }
        long done = 0;
        while (!queue.isEmpty() && queue.peekFirst().size() <= to.remaining()) {
            byte[] record = record(queue.peekFirst());
            if (to.put(record, 0, record.length) < record.length) {
                return done > 0 ? done : Errno.EFAULT.negative();
            }
            queue.removeFirst();
            limit.events--;
            bytes -= record.length;
            done += record.length;
        }
        return done > 0 ? done : Errno.EINVAL.negative();
    }

    private static byte[] record(Event event) {
        Struct s = new Struct(event.size());
        s.u32(0, event.watch).u32(4, event.mask).u32(8, event.cookie);
        s.u32(12, event.size() - HEADER);
        if (event.name != null) {
            byte[] name = event.name.getBytes(StandardCharsets.ISO_8859_1);
            System.arraycopy(name, 0, s.bytes(), HEADER, name.length);
        }
        return s.bytes();
    }

    @Override
    public long write(OpenFile file, UserBuffer from, long offset, Payer payer) {
        return Errno.EBADF.negative();
    }

    @Override
    protected void unused() {
        for (Watch watch : new ArrayList<>(watches.values())) {
            watch.inode.unwatch(watch);
        }
        watches.clear();
        limit.notifiers--;
        limit.events -= queue.size();
        queue.clear();
    }
}
