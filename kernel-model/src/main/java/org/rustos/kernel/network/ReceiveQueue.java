package org.rustos.kernel.network;

import org.rustos.kernel.file.UserBuffer;
import org.rustos.kernel.memory.Frames;
import org.rustos.kernel.op.Errno;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Bytes that arrived at a socket and were not read yet. They lie in real frames, so that a transfer
 * runs through the caches; parcels say where they came from.
 */
final class ReceiveQueue {
    private static final int PAGE = 4096;

    private final Frames frames;
    private final Deque<Parcel> parcels = new ArrayDeque<>();
    private long[] pages = new long[4];
    private long firstPage;
    private long endPage;
    private long written;
    private long consumed;
    private long arrivals;
    private long charge;

    ReceiveQueue(Frames frames) {
        this.frames = frames;
    }

    boolean isEmpty() {
        return parcels.isEmpty();
    }

    int messages() {
        return parcels.size();
    }

    /** Bytes that wait. */
    long bytes() {
        return written - consumed;
    }

    /** What its parcels count for in buffers. */
    long charge() {
        return charge;
    }

    /** How often something arrived so far. */
    long arrivals() {
        return arrivals;
    }

    Parcel first() {
        return parcels.peekFirst();
    }

    Iterable<Parcel> all() {
        return parcels;
    }

    Parcel last() {
        return parcels.peekLast();
    }

    /** Makes room for bytes: OK, or ENOBUFS when RAM is exhausted. */
    Errno reserve(long bytes) {
        while (endPage * PAGE < written + bytes) {
            long frame = frames.allocate();
            if (frame == 0) {
                return Errno.ENOBUFS;
            }
            if (endPage - firstPage == pages.length) {
                grow();
            }
            pages[(int) (endPage++ % pages.length)] = frame;
        }
        return Errno.OK;
    }

    private void grow() {
        long[] larger = new long[pages.length * 2];
        for (long page = firstPage; page < endPage; page++) {
            larger[(int) (page % larger.length)] = pages[(int) (page % pages.length)];
        }
        pages = larger;
    }

    private long address(long position) {
        return pages[(int) (position / PAGE % pages.length)] + position % PAGE;
    }

    /** Takes bytes into the room that was made; fewer than asked if the sender's memory ends. */
    int append(UserBuffer from, int length) {
        int done = 0;
        while (done < length) {
            int part = (int) Math.min(PAGE - written % PAGE, length - done);
            int moved = from.get(address(written), part);
            written += moved;
            done += moved;
            if (moved < part) {
                break;
            }
        }
        return done;
    }

    /** Takes back the last bytes: their message is not complete. */
    void retract(int bytes) {
        written -= bytes;
    }

    void add(Parcel parcel) {
        parcels.addLast(parcel);
        charge += parcel.charge();
        arrivals++;
    }

    /** Bytes joined the last parcel. */
    void joined(int bytes) {
        parcels.peekLast().grow(bytes, bytes);
        charge += bytes;
        arrivals++;
    }

    /** Copies bytes from behind the front; fewer than asked if the receiver's memory ends. */
    int copy(UserBuffer to, long skip, int length) {
        int done = 0;
        while (done < length) {
            long at = consumed + skip + done;
            int part = (int) Math.min(PAGE - at % PAGE, length - done);
            int moved = to.put(address(at), part);
            done += moved;
            if (moved < part) {
                break;
            }
        }
        return done;
    }

    /** Takes bytes off the first parcel, and the parcel itself when nothing is left of it. */
    void take(int bytes, boolean whole) {
        Parcel parcel = parcels.peekFirst();
        int gone = whole ? parcel.length() : bytes;
        consumed += gone;
        boolean empty = gone == parcel.length();
        int charged = empty ? parcel.charge() : Math.min(gone, parcel.charge());
        parcel.grow(-gone, -charged);
        charge -= charged;
        if (parcel.source() != null) {
            parcel.source().taken(charged);
        }
        if (empty) {
            parcels.removeFirst();
        }
        while ((firstPage + 1) * PAGE <= consumed) {
            frames.release(pages[(int) (firstPage++ % pages.length)]);
        }
    }

    /** Gives all frames back; the parcels were taken before. */
    void release() {
        while (firstPage < endPage) {
            frames.release(pages[(int) (firstPage++ % pages.length)]);
        }
        Arrays.fill(pages, 0);
        firstPage = (written + PAGE - 1) / PAGE;
        endPage = firstPage;
        written = firstPage * PAGE;
        consumed = written;
    }
}
