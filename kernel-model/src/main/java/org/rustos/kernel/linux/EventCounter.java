package org.rustos.kernel.linux;

import org.rustos.kernel.file.FileKind;
import org.rustos.kernel.file.Inode;
import org.rustos.kernel.file.OpenFile;
import org.rustos.kernel.file.Payer;
import org.rustos.kernel.file.UserBuffer;
import org.rustos.kernel.file.Volume;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.process.WaitQueue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A counter with a descriptor (eventfd): writes add, a read takes all, or one. */
final class EventCounter extends Inode {
    private static final int WORD = 8;
    private static final long LARGEST = -2;

    private final WaitQueue waiters = new WaitQueue();
    private final boolean semaphore;
    private long count;

    EventCounter(Volume volume, long initial, boolean semaphore) {
        super(volume, 0600);
        this.count = initial;
        this.semaphore = semaphore;
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
    public int ready(OpenFile file) {
        return (count != 0 ? READABLE : 0) | (count != LARGEST ? WRITABLE : 0);
    }

    @Override
    public long read(OpenFile file, UserBuffer to, long offset, Payer payer) {
        if (to.remaining() < WORD) {
            return Errno.EINVAL.negative();
        }
        if (count == 0) {
            return Errno.EAGAIN.negative();
        }
        payer.charge("event.read");
        long taken = semaphore ? 1 : count;
        byte[] word =
                ByteBuffer.allocate(WORD).order(ByteOrder.LITTLE_ENDIAN).putLong(taken).array();
        if (to.put(word, 0, WORD) < WORD) {
            return Errno.EFAULT.negative();
        }
        count -= taken;
        payer.dirty(objectLine());
        waiters.wakeAll(payer.nowMc());
        return WORD;
    }

    @Override
    public long write(OpenFile file, UserBuffer from, long offset, Payer payer) {
        if (from.remaining() < WORD) {
            return Errno.EINVAL.negative();
        }
        payer.charge("event.write");
        byte[] word = new byte[WORD];
        if (from.get(word, 0, WORD) < WORD) {
            return Errno.EFAULT.negative();
        }
        long added = ByteBuffer.wrap(word).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (added == -1) {
            return Errno.EINVAL.negative();
        }
        if (Long.compareUnsigned(LARGEST - count, added) < 0) {
            return Errno.EAGAIN.negative();
        }
        count += added;
        payer.dirty(objectLine());
        waiters.wakeAll(payer.nowMc());
        return WORD;
    }
}
