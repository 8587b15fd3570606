package org.rustos.kernel.linux;

import org.rustos.kernel.file.FileKind;
import org.rustos.kernel.file.Inode;
import org.rustos.kernel.file.OpenFile;
import org.rustos.kernel.file.Payer;
import org.rustos.kernel.file.UserBuffer;
import org.rustos.kernel.file.Volume;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.process.UserThread;
import org.rustos.kernel.process.WaitQueue;

/** Takes signals by reading a descriptor (signalfd); it is ready for the process that made it. */
final class SignalFile extends Inode {
    private static final int RECORD = 128;
    private static final int SI_QUEUE = -1;
    private static final int SI_TIMER = -2;

    private final LinuxProcess maker;
    private long mask;

    SignalFile(Volume volume, LinuxProcess maker, long mask) {
        super(volume, 0600);
        this.maker = maker;
        mask(mask);
    }

    void mask(long signals) {
        mask = signals & ~SignalCalls.UNBLOCKABLE;
    }

    /** Takes what waits for the reader; EAGAIN if nothing does. */
    long take(Request r, UserBuffer to) {
        if (to.remaining() < RECORD) {
            return Errno.EINVAL.negative();
        }
        long done = 0;
        while (to.remaining() >= RECORD) {
            SignalInformation next = next(r.state());
            if (next == null) {
                break;
            }
            byte[] record = record(next);
            if (to.put(record, 0, RECORD) < RECORD) {
                return done > 0 ? done : Errno.EFAULT.negative();
            }
            done += RECORD;
        }
        return done > 0 ? done : Errno.EAGAIN.negative();
    }

    private SignalInformation next(LinuxThread thread) {
        PendingSignals own = thread.ownPending();
        PendingSignals shared = thread.process().pending();
        long waiting = (own.set() | shared.set()) & mask;
        if (waiting == 0) {
            return null;
        }
        int signal = Long.numberOfTrailingZeros(waiting) + 1;
        boolean mine = (own.set() & Signals.bit(signal)) != 0;
        return (mine ? own : shared).take(signal);
    }

    /** struct signalfd_siginfo. */
    private static byte[] record(SignalInformation i) {
        Struct s = new Struct(RECORD).u32(0, i.signal()).u32(8, i.code());
        if (i.code() == SI_TIMER) {
            s.u32(24, i.first()).u32(32, i.first() >>> 32);
        } else if (i.code() > 0 && i.code() < 0x80 && i.signal() != Signals.SIGCHLD) {
            s.u64(72, i.first());
        } else {
            s.u32(12, i.first()).u32(16, i.first() >>> 32);
        }
        if (i.code() == SI_TIMER || i.code() == SI_QUEUE) {
            s.u32(44, i.second()).u64(48, i.second());
        } else if (i.signal() == Signals.SIGCHLD) {
            s.u32(40, i.second());
        }
        return s.bytes();
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
        return maker.signalled();
    }

    @Override
    public int ready(OpenFile file) {
        long waiting = maker.pending().set();
        for (UserThread thread : maker.process().threads()) {
            waiting |= maker.thread(thread).ownPending().set();
        }
        return (waiting & mask) != 0 ? READABLE : 0;
    }

    @Override
    public long read(OpenFile file, UserBuffer to, long offset, Payer payer) {
        return Errno.EAGAIN.negative();
    }

    @Override
    public long write(OpenFile file, UserBuffer from, long offset, Payer payer) {
        return Errno.EINVAL.negative();
    }
}
