package org.rustos.kernel.linux;

import org.rustos.core.machine.Timers;
import org.rustos.kernel.Kernel;
import org.rustos.kernel.file.FileKind;
import org.rustos.kernel.file.Inode;
import org.rustos.kernel.file.OpenFile;
import org.rustos.kernel.file.Payer;
import org.rustos.kernel.file.UserBuffer;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.process.WaitQueue;

/**
 * A timer with a descriptor (timerfd). As in Linux it rings once and is wound again when its count
 * is read, so that a short interval that nobody reads costs nothing.
 */
final class TimerFile extends Inode {
    private static final int WORD = 8;

    private final Kernel kernel;
    private final int clock;
    private final WaitQueue waiters = new WaitQueue();
    private Timers.Timer armed;
    private long deadlineNanos;
    private long intervalNanos;
    private long count;
    private long arrivals;

    TimerFile(Kernel kernel, int clock) {
        super(kernel.files().volume(), 0600);
        this.kernel = kernel;
        this.clock = clock;
    }

    /** Which clock its absolute times are of. */
    int clock() {
        return clock;
    }

    /**
     * Sets it anew.
     *
     * @param at nanoseconds since boot of the first expiry, maybe past; -1 disarms
     * @param interval nanoseconds between further ones; 0 for one only
     */
    void set(long nowMc, long at, long interval) {
        disarm();
        count = 0;
        intervalNanos = interval;
        deadlineNanos = at;
        if (at >= 0) {
            arm(nowMc);
        }
    }

    private void arm(long nowMc) {
        long now = kernel.mcToNanos(nowMc);
        long ahead = Math.max(0, deadlineNanos - now);
        long mc = kernel.nanosToMc(ahead);
        long deadline = mc > Long.MAX_VALUE - 1 - nowMc ? Long.MAX_VALUE - 1 : nowMc + mc;
        armed = kernel.board().timers().arm(deadline, this::rings);
    }

    private void rings(long atMc) {
        armed = null;
        count = 1;
        arrivals++;
        waiters.wakeAll(atMc);
    }

    private void disarm() {
        if (armed != null) {
            armed.cancel();
            armed = null;
        }
    }

    /** Counts what expired since it rang, and winds it again. */
    private void goOn(long nowMc) {
        if (count == 0 || intervalNanos == 0) {
            return;
        }
        long now = kernel.mcToNanos(nowMc);
        long missed = Math.max(0, now - deadlineNanos) / intervalNanos;
        count += missed;
        deadlineNanos += (missed + 1) * intervalNanos;
        arm(nowMc);
    }

    long intervalNanos() {
        return intervalNanos;
    }

    /** Nanoseconds until it expires next; 0 if it will not. */
    long left(long nowMc) {
        if (armed == null && count > 0) {
            goOn(nowMc);
        }
        return armed == null ? 0 : Math.max(1, deadlineNanos - kernel.mcToNanos(nowMc));
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
        return count > 0 ? READABLE : 0;
    }

    @Override
    public long read(OpenFile file, UserBuffer to, long offset, Payer payer) {
        if (to.remaining() < WORD) {
            return Errno.EINVAL.negative();
        }
        if (count == 0) {
            return Errno.EAGAIN.negative();
        }
        if (armed == null) {
            goOn(payer.nowMc());
        }
        byte[] word = new Struct(WORD).u64(0, count).bytes();
        if (to.put(word, 0, WORD) < WORD) {
            return Errno.EFAULT.negative();
        }
        count = 0;
        return WORD;
    }

    @Override
    public long write(OpenFile file, UserBuffer from, long offset, Payer payer) {
        return Errno.EINVAL.negative();
    }

    @Override
    protected void unused() {
        disarm();
    }
}
