package org.rustos.kernel.file;

import org.rustos.kernel.op.Errno;
import org.rustos.kernel.process.WaitQueue;

/**
 * A bounded queue of bytes between those who write and those who read; also a named one. Its bytes
 * lie in real frames, so that a transfer runs through the caches.
 */
public final class Pipe extends Inode {
    /** As Linux: a pipe holds 64 KiB, and writes of up to 4 KiB are not torn. */
    public static final int CAPACITY = 16 * 4096;

    private static final int ATOMIC = 4096;
    private static final int PAGE = 4096;

    private final long[] frames = new long[CAPACITY / PAGE];
    private final WaitQueue waiters = new WaitQueue();
    private long written;
    private long consumed;
    private int readers;
    private int writers;
    private long readersEver;
    private long writersEver;

    public Pipe(Volume volume, int permissions) {
        super(volume, permissions);
    }

    @Override
    public FileKind kind() {
        return FileKind.PIPE;
    }

    @Override
    public long size() {
        return 0;
    }

    /** Bytes that wait to be read (FIONREAD). */
    public int available() {
        return (int) (written - consumed);
    }

    @Override
    public WaitQueue waiters() {
        return waiters;
    }

    @Override
    public int ready(OpenFile file) {
        int ready = 0;
        if (file.readable()) {
            ready |= available() > 0 ? READABLE : 0;
            ready |= writers == 0 ? HUNG_UP : 0;
        }
        if (file.writable()) {
            ready |= CAPACITY - available() >= ATOMIC ? WRITABLE : 0;
            ready |= readers == 0 ? FAILED : 0;
        }
        return ready;
    }

    @Override
    public long arrivals() {
        return written;
    }

    @Override
    protected void opened(OpenFile file) {
        super.opened(file);
        readers += file.readable() ? 1 : 0;
        writers += file.writable() ? 1 : 0;
        readersEver += file.readable() ? 1 : 0;
        writersEver += file.writable() ? 1 : 0;
    }

    /**
     * How often the other end of an open file was opened so far: whoever opens waits for the next.
     */
    public long partnersEver(OpenFile file) {
        return file.readable() ? writersEver : readersEver;
    }

    /** Whether the other end of an open file is open now. */
    public boolean hasPartner(OpenFile file) {
        return (file.readable() ? writers : readers) > 0;
    }

    @Override
    protected void closed(OpenFile file, Payer payer) {
        readers -= file.readable() ? 1 : 0;
        writers -= file.writable() ? 1 : 0;
        waiters.wakeAll(payer.nowMc());
        super.closed(file, payer);
    }

    @Override
    public long read(OpenFile file, UserBuffer to, long offset, Payer payer) {
        payer.charge("pipe.read");
        payer.dirty(objectLine());
        long wanted = Math.min(to.remaining(), available());
        if (wanted == 0) {
            boolean end = to.remaining() == 0 || writers == 0;
            return end ? 0 : Errno.EAGAIN.negative();
        }
        long done = 0;
        while (done < wanted) {
            int at = (int) (consumed % CAPACITY);
            int part = (int) Math.min(PAGE - at % PAGE, wanted - done);
            int moved = to.put(frames[at / PAGE] + at % PAGE, part);
            consumed += moved;
            done += moved;
            if (moved < part) {
                break;
            }
        }
        waiters.wakeAll(payer.nowMc());
        return done > 0 ? done : Errno.EFAULT.negative();
    }

    /** Copies bytes that stay in the pipe, from behind its front; there must be so many. */
    public void peek(UserBuffer to, int skip, int length) {
        int done = 0;
        while (done < length) {
            int at = (int) ((consumed + skip + done) % CAPACITY);
            int part = Math.min(PAGE - at % PAGE, length - done);
            to.put(frames[at / PAGE] + at % PAGE, part);
            done += part;
        }
    }

    /** Drops bytes from the front; there must be so many. */
    public void consume(int bytes, Payer payer) {
        consumed += bytes;
        payer.dirty(objectLine());
        waiters.wakeAll(payer.nowMc());
    }

    /** EPIPE without a reader; EAGAIN when there is no room: the caller waits or tells so. */
    @Override
    public long write(OpenFile file, UserBuffer from, long offset, Payer payer) {
        payer.charge("pipe.write");
        payer.dirty(objectLine());
        if (readers == 0) {
            return Errno.EPIPE.negative();
        }
        int room = CAPACITY - available();
        if (from.remaining() == 0) {
            return 0;
        }
        if (room == 0 || (from.remaining() <= ATOMIC && room < from.remaining())) {
            return Errno.EAGAIN.negative();
        }
        long wanted = Math.min(from.remaining(), room);
        long done = 0;
        Errno stopped = Errno.EFAULT;
        while (done < wanted) {
            int at = (int) (written % CAPACITY);
            if (frames[at / PAGE] == 0) {
                frames[at / PAGE] = volume().frames().allocate();
                if (frames[at / PAGE] == 0) {
                    stopped = Errno.ENOMEM;
                    break;
                }
            }
            int part = (int) Math.min(PAGE - at % PAGE, wanted - done);
            int moved = from.get(frames[at / PAGE] + at % PAGE, part);
            written += moved;
            done += moved;
            if (moved < part) {
                break;
            }
        }
        waiters.wakeAll(payer.nowMc());
        return done > 0 ? done : stopped.negative();
    }

    @Override
    protected void unused() {
        for (int i = 0; i < frames.length; i++) {
            if (frames[i] != 0) {
                volume().frames().release(frames[i]);
                frames[i] = 0;
            }
        }
        consumed = written;
    }
}
