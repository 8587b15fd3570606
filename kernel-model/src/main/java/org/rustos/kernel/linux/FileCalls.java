package org.rustos.kernel.linux;

import org.rustos.kernel.file.FileKind;
import org.rustos.kernel.file.Inode;
import org.rustos.kernel.file.KernelBytes;
import org.rustos.kernel.file.OpenFile;
import org.rustos.kernel.file.OpenFlags;
import org.rustos.kernel.file.RegularFile;
import org.rustos.kernel.network.Socket;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.op.KernelOp;
import org.rustos.kernel.process.WaitQueue;

import java.io.Serializable;
import java.util.List;

/** Calls that move bytes or the position of an open file. */
final class FileCalls {
    static final List<Call> ROWS =
            List.of(
                    new Call(
                            "read",
                            3,
                            r -> plain(r) ? readOp(r, -1) : null,
                            r -> read(r, range(r), -1)),
                    new Call(
                            "write",
                            3,
                            r -> plain(r) && unlimited(r) ? writeOp(r, -1) : null,
                            r -> write(r, range(r), -1)),
                    new Call(
                            "pread64",
                            4,
                            r -> plainAt(r) ? readOp(r, r.argument(3)) : null,
                            r -> at(r, 3, () -> read(r, range(r), r.argument(3)))),
                    new Call(
                            "pwrite64",
                            4,
                            r -> plainAt(r) && unlimited(r) ? writeOp(r, r.argument(3)) : null,
                            r -> at(r, 3, () -> write(r, range(r), r.argument(3)))),
                    new Call("readv", 3, FileCalls::readVector),
                    new Call("writev", 3, FileCalls::writeVector),
                    new Call(
                            "preadv2", 6, r -> flagged(r, FileCalls.READ_FLAGS, FileCalls::readAt)),
                    new Call(
                            "pwritev2",
                            6,
                            r -> flagged(r, FileCalls.WRITE_FLAGS, FileCalls::writeAt)),
                    new Call("preadv", 5, r -> at(r, 3, () -> read(r, vector(r), r.argument(3)))),
                    new Call("pwritev", 5, r -> at(r, 3, () -> write(r, vector(r), r.argument(3)))),
                    new Call("lseek", 3, FileCalls::seek),
                    new Call("ftruncate", 2, FileCalls::truncate),
                    new Call("fallocate", 4, FileCalls::allocate),
                    new Call("fsync", 1, FileCalls::synchronise),
                    new Call("fdatasync", 1, FileCalls::synchronise),
                    new Call("sync", 0, r -> 0),
                    new Call("fadvise64", 4, r -> r.file(0) == null ? bad() : 0),
                    new Call("sendfile", 4, FileCalls::send),
                    new Call("copy_file_range", 6, FileCalls::copy));

    /** As Linux's MAX_RW_COUNT: longer transfers are cut. */
    private static final long LONGEST = 0x7fff_f000L;

    private static final int VECTOR_MAX = 1024;
    private static final int RWF_NOWAIT = 8;
    private static final int RWF_APPEND = 0x10;
    private static final int READ_FLAGS = 0xf;
    private static final int WRITE_FLAGS = 0x1f;
    private static final int VECTOR_BYTES = 16;
    private static final int PAGE = 4096;
    private static final int KEEP_SIZE = 1;
    private static final int PUNCH_HOLE = 2;
    private static final int ZERO_RANGE = 16;

    private FileCalls() {}

    private static long bad() {
        return Errno.EBADF.negative();
    }

    /** Whether a transfer is what every mechanism knows: no wait, no signal, a sound position. */
    private static boolean plain(Request r) {
        OpenFile file = r.process().descriptors().peek(r.number(0));
        return file != null && file.inode().waiters() == null && file.inode().seekable();
    }

    private static boolean plainAt(Request r) {
        return r.argument(3) >= 0 && plain(r);
    }

    private static boolean unlimited(Request r) {
        return r.process().limits().soft(Limits.FILE_SIZE) == Limits.NONE;
    }

    /**
     * What of a write to a file lies within RLIMIT_FSIZE: OK, or EFBIG with SIGXFSZ if nothing
     * does.
     */
    private static Errno withinLimit(Request r, OpenFile file, UserRanges from, long offset) {
        if (unlimited(r) || !(file.inode() instanceof RegularFile)) {
            return Errno.OK;
        }
        boolean append = (file.flags() & OpenFlags.APPEND) != 0;
        long at = append ? file.inode().size() : offset < 0 ? file.position() : offset;
        long room = r.process().limits().soft(Limits.FILE_SIZE) - at;
        if (room <= 0 && from.remaining() > 0) {
            return tooLarge(r);
        }
        from.cutTo(room);
        return Errno.OK;
    }

    private static Errno tooLarge(Request r) {
        r.system().signals().post(r.state(), Signals.SIGXFSZ, r.nowMc());
        return Errno.EFBIG;
    }

    /** Whether a file may get a size. */
    static Errno mayGrowTo(Request r, OpenFile file, long size) {
        boolean fits =
                size <= file.inode().size() || r.process().limits().allows(Limits.FILE_SIZE, size);
        return fits ? Errno.OK : tooLarge(r);
    }

    private static KernelOp readOp(Request r, long offset) {
        return new KernelOp.Read(r.number(0), r.argument(1), r.argument(2), offset);
    }

    private static KernelOp writeOp(Request r, long offset) {
        return new KernelOp.Write(r.number(0), r.argument(1), r.argument(2), offset);
    }

    /** What may be done once an offset is known to be sound. */
    private interface Transfer extends Serializable {
        long run();
    }

    private static long at(Request r, int index, Transfer transfer) {
        if (r.argument(index) < 0) {
            return Errno.EINVAL.negative();
        }
        OpenFile file = r.process().descriptors().peek(r.number(0));
        if (file != null && !file.inode().seekable()) {
            return Errno.ESPIPE.negative();
        }
        return transfer.run();
    }

    /** The one range of read and write; null if its length is negative. */
    private static UserRanges range(Request r) {
        long length = r.argument(2);
        return length < 0 ? null : r.range(r.argument(1), Math.min(length, LONGEST));
    }

    /** The ranges of an iovec; null if there are too many or a length is negative: EINVAL. */
    private static UserRanges vector(Request r) {
        return vector(r, r.argument(1), r.number(2));
    }

    /** The ranges of an iovec at an address; see {@link #vector(Request)}. */
    static UserRanges vector(Request r, long address, long wanted) {
        if (wanted < 0 || wanted > VECTOR_MAX) {
            return null;
        }
        int count = (int) wanted;
        Struct entries = r.get(address, count * VECTOR_BYTES);
        if (entries == null) {
            return new UserRanges(r.memory(), r.caller(), -1, 1);
        }
        long[] starts = new long[Math.max(1, count)];
        long[] lengths = new long[Math.max(1, count)];
        long total = 0;
        for (int i = 0; i < count; i++) {
            starts[i] = entries.u64(i * VECTOR_BYTES);
            long length = entries.u64(i * VECTOR_BYTES + 8);
            if (length < 0) {
                return null;
            }
            lengths[i] = Math.min(length, LONGEST - total);
            total += lengths[i];
        }
        return new UserRanges(r.memory(), r.caller(), starts, lengths);
    }

    /** readv, as far as the first three arguments say it. */
    static long readVector(Request r) {
        return read(r, vector(r), -1);
    }

    /** writev, as far as the first three arguments say it. */
    static long writeVector(Request r) {
        return write(r, vector(r), -1);
    }

    private static long readAt(Request r) {
        return r.argument(3) == -1
                ? readVector(r)
                : at(r, 3, () -> read(r, vector(r), r.argument(3)));
    }

    private static long writeAt(Request r) {
        OpenFile file = r.process().descriptors().peek(r.number(0));
        if ((r.number(5) & RWF_APPEND) != 0 && file != null && file.inode().seekable()) {
            return write(r, vector(r), file.inode().size());
        }
        return r.argument(3) == -1
                ? writeVector(r)
                : at(r, 3, () -> write(r, vector(r), r.argument(3)));
    }

    /** preadv2 and pwritev2: what flags ask for beyond the plain transfer. */
    private static long flagged(Request r, int known, Handler transfer) {
        if ((r.number(5) & ~known) != 0) {
            return Errno.EOPNOTSUPP.negative();
        }
        OpenFile file = r.process().descriptors().peek(r.number(0));
        boolean mayWait = file != null && file.inode().waiters() != null && !file.nonBlocking();
        if (mayWait && (r.number(5) & RWF_NOWAIT) != 0) {
            int wanted = known == READ_FLAGS ? Inode.READABLE | Inode.HUNG_UP : Inode.WRITABLE;
            if ((file.inode().ready(file) & wanted) == 0) {
                return Errno.EAGAIN.negative();
            }
        }
        return transfer.serve(r);
    }

    private static long read(Request r, UserRanges to, long offset) {
        OpenFile file = r.file(0);
        if (file == null || !file.readable()) {
            return bad();
        }
        if (to == null) {
            return Errno.EINVAL.negative();
        }
        if (file.inode() instanceof Socket socket) {
            return MessageCalls.read(r, socket, to);
        }
        if (file.inode() instanceof SignalFile signals) {
            // The signals are the reader's, whoever made the file.
            return waiting(r, file, r.process().signalled(), signals.take(r, to));
        }
        long done = file.read(to, offset, r.caller());
        return waiting(r, file, file.inode().waiters(), done);
    }

    private static long waiting(Request r, OpenFile file, WaitQueue on, long result) {
        if (result != Errno.EAGAIN.negative() || file.nonBlocking() || on == null) {
            return result;
        }
        return r.interrupted() ? Errno.EINTR.negative() : r.park(on);
    }

    private static long write(Request r, UserRanges from, long offset) {
        OpenFile file = r.file(0);
        if (file == null || !file.writable()) {
            return bad();
        }
        if (from == null) {
            return Errno.EINVAL.negative();
        }
        if (file.inode() instanceof Socket socket) {
            return MessageCalls.write(r, socket, from);
        }
        Errno limit = withinLimit(r, file, from, offset);
        return limit == Errno.OK ? writeAll(r, file, from, offset) : limit.negative();
    }

    /**
     * A blocking write goes on until everything is written; what was written is kept over a wait.
     */
    private static long writeAll(Request r, OpenFile file, UserRanges from, long offset) {
        from.skip(r.progress());
        long done = file.write(from, offset, r.caller());
        if (done > 0) {
            r.progress(r.progress() + done);
        }
        if (done == Errno.EPIPE.negative()) {
            r.system().signals().post(r.state(), Signals.SIGPIPE, r.nowMc());
        }
        boolean more = done == Errno.EAGAIN.negative() || (done > 0 && from.remaining() > 0);
        if (more && !file.nonBlocking() && file.inode().waiters() != null && !r.interrupted()) {
            return r.park(file.inode().waiters());
        }
        if (r.progress() > 0) {
            return r.progress();
        }
        boolean stopped = done == Errno.EAGAIN.negative() && r.interrupted();
        return stopped ? Errno.EINTR.negative() : done;
    }

    private static long seek(Request r) {
        OpenFile file = r.file(0);
        if (file == null) {
            return bad();
        }
        r.charge("file.seek");
        Inode inode = file.inode();
        if (!inode.seekable()) {
            return Errno.ESPIPE.negative();
        }
        if (inode.kind() == FileKind.CHARACTER) {
            return 0;
        }
        long offset = r.argument(1);
        long size = inode.size();
        long target;
        switch (r.number(2)) {
            case 0 -> target = offset;
            case 1 -> target = file.position() + offset;
            case 2 -> target = size + offset;
            case 3, 4 -> {
                if (offset < 0 || offset >= size) {
                    return Errno.ENXIO.negative();
                }
                boolean data = r.number(2) == 3;
                target =
                        inode instanceof RegularFile regular
                                ? regular.next(data, offset)
                                : data ? offset : size;
                if (target < 0) {
                    return Errno.ENXIO.negative();
                }
            }
            default -> {
                return Errno.EINVAL.negative();
            }
        }
        if (target < 0) {
            return Errno.EINVAL.negative();
        }
        file.position(target);
        return target;
    }

    private static long truncate(Request r) {
        OpenFile file = r.file(0);
        if (file == null) {
            return bad();
        }
        if (!file.writable()) {
            return Errno.EINVAL.negative();
        }
        r.charge("pagecache.write");
        Errno limit = mayGrowTo(r, file, r.argument(1));
        if (limit != Errno.OK) {
            return limit.negative();
        }
        return file.inode().truncate(r.argument(1), r.caller()).negative();
    }

    private static long allocate(Request r) {
        OpenFile file = r.file(0);
        if (file == null || !file.writable()) {
            return bad();
        }
        if (!(file.inode() instanceof RegularFile regular)) {
            return Errno.ENODEV.negative();
        }
        int mode = r.number(1);
        boolean punches = mode == (KEEP_SIZE | PUNCH_HOLE);
        boolean zeroes = (mode & ~KEEP_SIZE) == ZERO_RANGE;
        if (mode != 0 && mode != KEEP_SIZE && !punches && !zeroes) {
            return Errno.EOPNOTSUPP.negative();
        }
        long offset = r.argument(2);
        long length = r.argument(3);
        if (offset < 0 || length <= 0) {
            return Errno.EINVAL.negative();
        }
        if (offset + length < 0 || offset + length > RegularFile.MAX_SIZE) {
            return Errno.EFBIG.negative();
        }
        if (punches || zeroes) {
            Errno error = regular.punch(offset, offset + length, r.caller());
            if (error != Errno.OK) {
                return error.negative();
            }
        }
        boolean grows = (mode & KEEP_SIZE) == 0 && offset + length > regular.size();
        Errno limit = grows ? mayGrowTo(r, file, offset + length) : Errno.OK;
        if (limit != Errno.OK) {
            return limit.negative();
        }
        return grows ? regular.truncate(offset + length, r.caller()).negative() : 0;
    }

    /** There is no device below the page cache: an ordering point and its price only. */
    private static long synchronise(Request r) {
        OpenFile file = r.file(0);
        if (file == null) {
            return bad();
        }
        r.charge("file.sync");
        FileKind kind = file.inode().kind();
        boolean hasStorage = kind == FileKind.REGULAR || kind == FileKind.DIRECTORY;
        return hasStorage ? 0 : Errno.EINVAL.negative();
    }

    private static long send(Request r) {
        OpenFile out = r.file(0);
        OpenFile in = r.file(1);
        if (out == null || in == null || !out.writable() || !in.readable()) {
            return bad();
        }
        if (!(in.inode() instanceof RegularFile)) {
            return Errno.EINVAL.negative();
        }
        return move(r, in, 2, out, -1, r.argument(3));
    }

    private static long copy(Request r) {
        OpenFile in = r.file(0);
        OpenFile out = r.file(2);
        if (out == null || in == null || !out.writable() || !in.readable()) {
            return bad();
        }
        if (!(in.inode() instanceof RegularFile) || !(out.inode() instanceof RegularFile)) {
            return Errno.EINVAL.negative();
        }
        if (r.number(5) != 0) {
            return Errno.EINVAL.negative();
        }
        return move(r, in, 1, out, 3, r.argument(4));
    }

    /** Moves bytes inside the kernel; an offset argument of address 0 means the file's position. */
    private static long move(
            Request r, OpenFile in, int inOffset, OpenFile out, int outOffset, long length) {
        if (length < 0) {
            return Errno.EINVAL.negative();
        }
        long[] offsets = {-1, -1};
        int[] places = {inOffset, outOffset};
        for (int i = 0; i < 2; i++) {
            if (places[i] >= 0 && r.argument(places[i]) != 0) {
                Struct offset = r.get(r.argument(places[i]), 8);
                if (offset == null) {
                    return Errno.EFAULT.negative();
                }
                offsets[i] = offset.u64(0);
                if (offsets[i] < 0) {
                    return Errno.EINVAL.negative();
                }
            }
        }
        long wanted = Math.min(length, LONGEST);
        long done = r.progress();
        KernelBytes bytes =
                new KernelBytes(
                        r.kernel().board().memory(),
                        r.caller().core().timing()::copy,
                        new byte[PAGE]);
        while (done < wanted) {
            int part = (int) Math.min(PAGE, wanted - done);
            long from = offsets[0] < 0 ? in.position() : offsets[0] + done;
            long got = in.inode().read(in, bytes.room(part), from, r.caller());
            if (got <= 0) {
                done = done > 0 ? done : got;
                break;
            }
            long to = offsets[1] < 0 ? -1 : offsets[1] + done;
            long put = out.write(bytes.room((int) got), to, r.caller());
            if (put == Errno.EAGAIN.negative()
                    && !out.nonBlocking()
                    && out.inode().waiters() != null
                    && !r.interrupted()) {
                r.progress(done);
                return r.park(out.inode().waiters());
            }
            if (put <= 0) {
                if (put == Errno.EPIPE.negative() && done == 0) {
                    r.system().signals().post(r.state(), Signals.SIGPIPE, r.nowMc());
                }
                done = done > 0 ? done : put;
                break;
            }
            done += put;
            if (offsets[0] < 0) {
                in.position(in.position() + put);
            }
        }
        for (int i = 0; i < 2 && done > 0; i++) {
            if (offsets[i] >= 0) {
                long error = r.put(r.argument(places[i]), new Struct(8).u64(0, offsets[i] + done));
                if (error != 0) {
                    return error;
                }
            }
        }
        return done;
    }
}
