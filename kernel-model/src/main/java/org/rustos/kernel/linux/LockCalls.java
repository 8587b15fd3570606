package org.rustos.kernel.linux;

import org.rustos.kernel.file.FileLocks;
import org.rustos.kernel.file.FileLocks.Kind;
import org.rustos.kernel.file.FileLocks.Lock;
import org.rustos.kernel.file.Inode;
import org.rustos.kernel.file.OpenFile;
import org.rustos.kernel.op.Errno;

import java.util.List;

/** Locks of files: records by fcntl, for processes and for open files, and whole files by flock. */
final class LockCalls {
    static final List<Call> ROWS = List.of(new Call("flock", 2, LockCalls::whole));

    private static final int F_GETLK = 5;
    private static final int F_SETLKW = 7;
    private static final int F_OFD_GETLK = 36;
    private static final int F_OFD_SETLKW = 38;
    private static final int F_RDLCK = 0;
    private static final int F_WRLCK = 1;
    private static final int F_UNLCK = 2;
    private static final int LOCK_SIZE = 32;

    private static final int LOCK_SH = 1;
    private static final int LOCK_EX = 2;
    private static final int LOCK_NB = 4;
    private static final int LOCK_UN = 8;

    private LockCalls() {}

    /** Whether an fcntl command is one of these. */
    static boolean knows(int command) {
        return (command >= F_GETLK && command <= F_SETLKW)
                || (command >= F_OFD_GETLK && command <= F_OFD_SETLKW);
    }

    /** fcntl with a command of {@link #knows}. */
    static long record(Request r, OpenFile file) {
        Struct given = r.get(r.argument(2), LOCK_SIZE);
        if (given == null) {
            return Errno.EFAULT.negative();
        }
        r.charge("file.lock");
        int command = r.number(1);
        boolean ofFile = command >= F_OFD_GETLK;
        int type = given.u16(0);
        if (type > F_UNLCK || (ofFile && given.s32(24) != 0)) {
            return Errno.EINVAL.negative();
        }
        long start = start(file, given);
        long length = given.u64(16);
        long from = length < 0 ? start + length : start;
        long to = length < 0 ? start - 1 : length == 0 ? Long.MAX_VALUE : start + length - 1;
        if (start == NO_START || from < 0) {
            return Errno.EINVAL.negative();
        }
        if (to < from) {
            return Errno.EOVERFLOW.negative();
        }
        Object owner = ofFile ? file : r.process().descriptors();
        int told = ofFile ? -1 : r.process().process().id();
        Lock wanted = new Lock(owner, told, type == F_WRLCK, from, to);
        if (command == F_GETLK || command == F_OFD_GETLK) {
            return type == F_UNLCK ? Errno.EINVAL.negative() : tell(r, file, given, wanted);
        }
        boolean waits = command == F_SETLKW || command == F_OFD_SETLKW;
        return set(r, file, type, wanted, waits, !ofFile);
    }

    private static final long NO_START = Long.MIN_VALUE;

    private static long start(OpenFile file, Struct given) {
        long base =
                switch (given.u16(2)) {
                    case 0 -> 0;
                    case 1 -> file.position();
                    case 2 -> file.inode().size();
                    default -> NO_START;
                };
        return base == NO_START ? NO_START : base + given.u64(8);
    }

    private static FileLocks locks(Request r) {
        return r.files().volume().locks();
    }

    private static long tell(Request r, OpenFile file, Struct given, Lock wanted) {
        Lock other = locks(r).conflict(file.inode(), Kind.RECORD, wanted);
        if (other == null) {
            return r.put(r.argument(2), given.u16(0, F_UNLCK));
        }
        long length = other.to() == Long.MAX_VALUE ? 0 : other.to() - other.from() + 1;
        given.u16(0, other.write() ? F_WRLCK : F_RDLCK).u16(2, 0);
        given.u64(8, other.from()).u64(16, length).u32(24, other.process());
        return r.put(r.argument(2), given);
    }

    private static long set(
            Request r, OpenFile file, int type, Lock wanted, boolean waits, boolean ofProcess) {
        Inode inode = file.inode();
        FileLocks locks = locks(r);
        locks.waitsNoMore(wanted.owner());
        if (type == F_UNLCK) {
            locks.release(
                    inode, Kind.RECORD, wanted.owner(), wanted.from(), wanted.to(), r.nowMc());
            return 0;
        }
        if (type == F_RDLCK ? !file.readable() : !file.writable()) {
            return Errno.EBADF.negative();
        }
        Lock other = locks.conflict(inode, Kind.RECORD, wanted);
        if (other == null) {
            locks.take(inode, Kind.RECORD, wanted, r.nowMc());
            return 0;
        }
        if (!waits) {
            return Errno.EAGAIN.negative();
        }
        if (ofProcess && !locks.mayWait(wanted.owner(), other.owner())) {
            return Errno.EDEADLK.negative();
        }
        if (r.interrupted()) {
            locks.waitsNoMore(wanted.owner());
            return Errno.EINTR.negative();
        }
        return r.park(locks.waiters(inode, Kind.RECORD));
    }

    private static long whole(Request r) {
        OpenFile file = r.file(0);
        if (file == null) {
            return Errno.EBADF.negative();
        }
        int operation = r.number(1) & ~LOCK_NB;
        r.charge("file.lock");
        FileLocks locks = locks(r);
        Inode inode = file.inode();
        if (operation == LOCK_UN) {
            locks.release(inode, Kind.WHOLE, file, 0, Long.MAX_VALUE, r.nowMc());
            return 0;
        }
        if (operation != LOCK_SH && operation != LOCK_EX) {
            return Errno.EINVAL.negative();
        }
        Lock wanted = new Lock(file, 0, operation == LOCK_EX, 0, Long.MAX_VALUE);
        if (locks.conflict(inode, Kind.WHOLE, wanted) == null) {
            locks.take(inode, Kind.WHOLE, wanted, r.nowMc());
            return 0;
        }
        // A change of kind is no exception: the old lock is lost first (flock(2)).
        locks.release(inode, Kind.WHOLE, file, 0, Long.MAX_VALUE, r.nowMc());
        if ((r.number(1) & LOCK_NB) != 0) {
            return Errno.EAGAIN.negative();
        }
        return r.interrupted() ? Errno.EINTR.negative() : r.park(locks.waiters(inode, Kind.WHOLE));
    }
}
