package org.rustos.kernel.file;

import org.rustos.core.memory.PhysicalMemory;
import org.rustos.kernel.memory.Backing;
import org.rustos.kernel.op.Errno;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;

/**
 * Bytes in the page cache: one real frame a page, so that a grant of a page is a mapping of this
 * very frame and every read runs through the caches at its address.
 *
 * <p>A frame that is mapped or granted outlives truncation: it loses its place in the file, but is
 * not reused before its last user gave it back. Contents of the host are brought in page by page;
 * what the guest writes stays here.
 */
public final class RegularFile extends Inode implements Backing.PageSource {
    /** Largest size, as ext4's with 4 KiB blocks. */
    public static final long MAX_SIZE = 1L << 44;

    private static final long NO_MEMORY = 0;
    private static final long HOLE = -1;
    private static final long BROKEN = -2;
    private static final int CHUNK_SHIFT = 9;
    private static final int PAGE_BITS = 12;

    /** Frames of 512 pages each; 0 is a page that has none. */
    private final Map<Long, Chunk> chunks = new TreeMap<>();

    private HostTree.Content host;
    private long hostPages;
    private long size;
    private int cachedPages;
    private Chunk last;

    /** One node of the page-cache tree. */
    private static final class Chunk {
        final long number;
        final long line;
        final long[] frames = new long[1 << CHUNK_SHIFT];

        /** Pages that cannot be had from the host again. */
        final BitSet kept = new BitSet(1 << CHUNK_SHIFT);

        Chunk(long number, long line) {
            this.number = number;
            this.line = line;
        }
    }

    public RegularFile(Volume volume, int permissions) {
        super(volume, permissions);
    }

    RegularFile(Volume volume, int permissions, HostTree.Content host) {
        this(volume, permissions);
        this.host = host;
        this.size = host.size();
        this.hostPages = pages(size);
    }

    private static long pages(long bytes) {
        return (bytes + PhysicalMemory.PAGE_MASK) >> PhysicalMemory.PAGE_SHIFT;
    }

    @Override
    public FileKind kind() {
        return FileKind.REGULAR;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    protected long blocks() {
        return (hostPages > 0 ? pages(size) : cachedPages) * 8L;
    }

    @Override
    public boolean seekable() {
        return true;
    }

    private Chunk chunk(long page, boolean create) {
        long number = page >> CHUNK_SHIFT;
        if (last == null || last.number != number) {
            Chunk found = chunks.get(number);
            if (found == null) {
                if (!create) {
                    return null;
                }
                found = new Chunk(number, volume().nextLine());
                chunks.put(number, found);
            }
            last = found;
        }
        return last;
    }

    private long cached(long page) {
        Chunk chunk = chunk(page, false);
        return chunk == null ? 0 : chunk.frames[index(page)];
    }

    /** The line of the page-cache node that a look-up of a page reads. */
    public long nodeLine(long page) {
        Chunk chunk = chunk(page, false);
        return chunk == null ? objectLine() : chunk.line;
    }

    /** Frame of a page inside the file for reading: no frame is spent on a hole. */
    private long frameToRead(long page) {
        long frame = cached(page);
        return frame != 0 ? frame : page < hostPages ? bringIn(page, false) : HOLE;
    }

    /** Frame of a page for writing or mapping. */
    private long frameToKeep(long page) {
        long frame = cached(page);
        if (frame == 0) {
            return bringIn(page, true);
        }
        Chunk chunk = chunk(page, false);
        if (!chunk.kept.get(index(page))) {
            if (!volume().budget().keep()) {
                return NO_MEMORY;
            }
            chunk.kept.set(index(page));
        }
        return frame;
    }

    private static int index(long page) {
        return (int) page & (1 << CHUNK_SHIFT) - 1;
    }

    private long bringIn(long page, boolean keep) {
        PageBudget budget = volume().budget();
        long frame = keep ? budget.allocateKept() : budget.allocateClean(this, page);
        if (frame == 0) {
            return NO_MEMORY;
        }
        if (page < hostPages && host.load(page, frame) != Errno.OK) {
            volume().frames().release(frame);
            if (keep) {
                budget.dropped();
            }
            return BROKEN;
        }
        Chunk chunk = chunk(page, true);
        chunk.frames[index(page)] = frame;
        chunk.kept.set(index(page), keep);
        cachedPages++;
        return frame;
    }

    /** Lets a page go that the host still has. */
    PageBudget.Eviction evict(long page) {
        Chunk chunk = chunk(page, false);
        long frame = chunk == null ? 0 : chunk.frames[index(page)];
        if (frame == 0 || chunk.kept.get(index(page))) {
            return PageBudget.Eviction.NOT_CLEAN;
        }
        if (volume().frames().users(frame) > 1) {
            return PageBudget.Eviction.IN_USE;
        }
        volume().frames().release(frame);
        chunk.frames[index(page)] = 0;
        cachedPages--;
        return PageBudget.Eviction.GONE;
    }

    @Override
    public long frame(long page) {
        if (page < 0 || page >= pages(size)) {
            return -1;
        }
        long frame = frameToKeep(page);
        if (frame == BROKEN) {
            return -1;
        }
        if (frame != NO_MEMORY) {
            volume().frames().retain(frame);
        }
        return frame;
    }

    @Override
    public void mapped(int more) {
        held(more);
    }

    private static Errno refusal(long code) {
        return code == BROKEN ? Errno.EIO : Errno.ENOMEM;
    }

    @Override
    public long read(OpenFile file, UserBuffer to, long offset, Payer payer) {
        long wanted = Math.min(to.remaining(), size - offset);
        long done = 0;
        while (done < wanted) {
            long at = offset + done;
            long page = at >> PhysicalMemory.PAGE_SHIFT;
            int inPage = (int) (at & PhysicalMemory.PAGE_MASK);
            int part = (int) Math.min(PhysicalMemory.PAGE_SIZE - inPage, wanted - done);
            payer.charge(done == 0 ? "pagecache.read" : "pagecache.page");
            payer.touch(nodeLine(page));
            long frame = frameToRead(page);
            if (frame == NO_MEMORY || frame == BROKEN) {
                return done > 0 ? done : refusal(frame).negative();
            }
            int moved = to.put(frame == HOLE ? -1 : frame + inPage, part);
            done += moved;
            if (moved < part) {
                return done > 0 ? done : Errno.EFAULT.negative();
            }
        }
        return done;
    }

    @Override
    public long write(OpenFile file, UserBuffer from, long offset, Payer payer) {
        long wanted = Math.min(from.remaining(), MAX_SIZE - offset);
        if (wanted <= 0) {
            return from.remaining() == 0 ? 0 : Errno.EFBIG.negative();
        }
        long done = 0;
        Errno stopped = Errno.OK;
        while (done < wanted && stopped == Errno.OK) {
            long at = offset + done;
            long page = at >> PhysicalMemory.PAGE_SHIFT;
            int inPage = (int) (at & PhysicalMemory.PAGE_MASK);
            int part = (int) Math.min(PhysicalMemory.PAGE_SIZE - inPage, wanted - done);
            payer.charge(done == 0 ? "pagecache.write" : "pagecache.write.page");
            payer.dirty(nodeLine(page));
            if (cached(page) == 0) {
                payer.charge("pagecache.allocate");
            }
            long frame = frameToKeep(page);
            if (frame == NO_MEMORY) {
                stopped = Errno.ENOSPC;
            } else if (frame == BROKEN) {
                stopped = Errno.EIO;
            } else {
                int moved = from.get(frame + inPage, part);
                done += moved;
                stopped = moved < part ? Errno.EFAULT : Errno.OK;
            }
        }
        if (done > 0) {
            size = Math.max(size, offset + done);
            modified(payer);
        }
        return done > 0 ? done : stopped.negative();
    }

    @Override
    public Errno truncate(long newSize, Payer payer) {
        if (newSize < 0) {
            return Errno.EINVAL;
        }
        if (newSize > MAX_SIZE) {
            return Errno.EFBIG;
        }
        long keep = pages(newSize);
        int inPage = (int) (newSize & PhysicalMemory.PAGE_MASK);
        if (newSize < size) {
            if (inPage != 0) {
                boolean hole = cached(keep - 1) == 0 && keep - 1 >= hostPages;
                long tail = hole ? HOLE : frameToKeep(keep - 1);
                if (tail == NO_MEMORY || tail == BROKEN) {
                    return refusal(tail);
                }
                if (tail != HOLE) {
                    volume().memory().zero(tail + inPage, PhysicalMemory.PAGE_SIZE - inPage);
                }
            }
            dropFrom(keep);
            hostPages = Math.min(hostPages, keep);
        }
        size = newSize;
        modified(payer);
        tell(Change.WRITTEN, payer);
        return Errno.OK;
    }

    /** Makes a range read as zeroes; whole pages that nobody maps are given back. */
    public Errno punch(long from, long to, Payer payer) {
        long end = Math.min(to, size);
        for (long at = from; at < end; ) {
            long page = at >> PhysicalMemory.PAGE_SHIFT;
            long next = Math.min(end, (page + 1) << PhysicalMemory.PAGE_SHIFT);
            Chunk chunk = chunk(page, false);
            if (chunk == null && page >= hostPages) {
                // Nothing lies here: on to the next node.
                at = Math.min(end, ((page >> CHUNK_SHIFT) + 1) << CHUNK_SHIFT + PAGE_BITS);
                continue;
            }
            Errno error = clear(page, at, next);
            if (error != Errno.OK) {
                return error;
            }
            at = next;
        }
        modified(payer);
        return Errno.OK;
    }

    private Errno clear(long page, long from, long to) {
        boolean hole = cached(page) == 0 && page >= hostPages;
        long frame = hole ? HOLE : frameToKeep(page);
        if (frame == HOLE) {
            return Errno.OK;
        }
        if (frame == NO_MEMORY || frame == BROKEN) {
            return refusal(frame);
        }
        boolean whole = to - from == PhysicalMemory.PAGE_SIZE && page >= hostPages;
        if (whole && volume().frames().users(frame) == 1) {
            Chunk chunk = chunk(page, false);
            volume().frames().release(frame);
            chunk.frames[index(page)] = 0;
            chunk.kept.clear(index(page));
            cachedPages--;
            volume().budget().dropped();
        } else {
            volume().memory().zero(frame + (from & PhysicalMemory.PAGE_MASK), to - from);
        }
        return Errno.OK;
    }

    /** The next offset with data, or the next hole (the end is one); -1 if no data follows. */
    public long next(boolean data, long offset) {
        long last = pages(size);
        long page = offset >> PhysicalMemory.PAGE_SHIFT;
        while (page < last && holds(page) != data) {
            boolean empty = page >= hostPages && chunk(page, false) == null;
            page = empty ? ((page >> CHUNK_SHIFT) + 1) << CHUNK_SHIFT : page + 1;
        }
        if (page >= last) {
            return data ? -1 : size;
        }
        return Math.max(offset, page << PhysicalMemory.PAGE_SHIFT);
    }

    private boolean holds(long page) {
        return page < hostPages || cached(page) != 0;
    }

    private void dropFrom(long page) {
        for (Chunk chunk : new ArrayList<>(chunks.values())) {
            long first = chunk.number << CHUNK_SHIFT;
            for (int i = 0; i < chunk.frames.length; i++) {
                if (first + i >= page && chunk.frames[i] != 0) {
                    volume().frames().release(chunk.frames[i]);
                    chunk.frames[i] = 0;
                    cachedPages--;
                    if (chunk.kept.get(i)) {
                        volume().budget().dropped();
                    }
                }
            }
            if (first >= page) {
                chunks.remove(chunk.number);
                last = null;
            }
        }
    }

    @Override
    protected void unused() {
        dropFrom(0);
        hostPages = 0;
        size = 0;
    }

    /** Frames that the file holds now. */
    public int cachedPages() {
        return cachedPages;
    }

    /** All its bytes, for who must see them at once (execve); null if they cannot be had. */
    public byte[] bytes() {
        if (size > Integer.MAX_VALUE - 8) {
            return null;
        }
        byte[] bytes = new byte[(int) size];
        for (int at = 0; at < bytes.length; at += (int) PhysicalMemory.PAGE_SIZE) {
            long frame = frameToRead(at >> PhysicalMemory.PAGE_SHIFT);
            if (frame == NO_MEMORY || frame == BROKEN) {
                return null;
            }
            if (frame != HOLE) {
                int part = Math.min(bytes.length - at, (int) PhysicalMemory.PAGE_SIZE);
                volume().memory().read(frame, bytes, at, part);
            }
        }
        return bytes;
    }

    /** Replaces the contents by bytes that the kernel made up; false if RAM is exhausted. */
    public boolean fill(byte[] bytes) {
        dropFrom(0);
        hostPages = 0;
        for (int at = 0; at < bytes.length; at += (int) PhysicalMemory.PAGE_SIZE) {
            long frame = frameToKeep(at >> PhysicalMemory.PAGE_SHIFT);
            if (frame == NO_MEMORY) {
                return false;
            }
            int part = Math.min(bytes.length - at, (int) PhysicalMemory.PAGE_SIZE);
            volume().memory().write(frame, bytes, at, part);
        }
        size = bytes.length;
        return true;
    }
}
