package org.rustos.kernel.linux;

import org.rustos.kernel.file.KernelBytes;
import org.rustos.kernel.file.OpenFile;
import org.rustos.kernel.file.Pipe;
import org.rustos.kernel.op.Errno;

import java.util.List;

/**
 * Calls that move bytes between a pipe and something else inside the kernel. Linux moves references
 * to buffers where it can; here the bytes are always copied.
 */
final class SpliceCalls {
    static final List<Call> ROWS =
            List.of(
                    new Call("splice", 6, SpliceCalls::splice),
                    new Call("tee", 4, SpliceCalls::tee),
                    new Call("vmsplice", 4, SpliceCalls::fromMemory));

    private static final int NON_BLOCK = 2;
    private static final int KNOWN = 0xf;
    private static final int PAGE = 4096;

    private SpliceCalls() {}

    private static long pipeError(Request r, long error) {
        if (error == Errno.EPIPE.negative()) {
            r.system().signals().post(r.state(), Signals.SIGPIPE, r.nowMc());
        }
        return error;
    }

    private static KernelBytes bytes(Request r) {
        return new KernelBytes(
                r.kernel().board().memory(), r.caller().core().timing()::copy, new byte[PAGE]);
    }

    /** Waits for a pipe unless that is not wanted; what was moved already is the answer then. */
    private static long await(Request r, OpenFile pipe, long done, boolean dontWait) {
        if (done > 0) {
            return done;
        }
        if (dontWait || pipe.nonBlocking()) {
            return Errno.EAGAIN.negative();
        }
        return r.interrupted() ? Errno.EINTR.negative() : r.park(pipe.inode().waiters());
    }

    private static long splice(Request r) {
        OpenFile in = r.file(0);
        OpenFile out = r.file(2);
        if (r.argument(4) == 0) {
            return 0;
        }
        if ((r.number(5) & ~KNOWN) != 0) {
            return Errno.EINVAL.negative();
        }
        if (in == null || out == null || !in.readable() || !out.writable()) {
            return Errno.EBADF.negative();
        }
        boolean fromPipe = in.inode() instanceof Pipe;
        boolean toPipe = out.inode() instanceof Pipe;
        if ((fromPipe && r.argument(1) != 0) || (toPipe && r.argument(3) != 0)) {
            return Errno.ESPIPE.negative();
        }
        if ((!fromPipe && !toPipe) || in.inode() == out.inode()) {
            return Errno.EINVAL.negative();
        }
        int place = fromPipe ? 3 : 1;
        long at = -1;
        if (r.argument(place) != 0) {
            OpenFile other = fromPipe ? out : in;
            if (!other.inode().seekable()) {
                return Errno.EINVAL.negative();
            }
            Struct offset = r.get(r.argument(place), 8);
            if (offset == null) {
                return Errno.EFAULT.negative();
            }
            at = offset.u64(0);
            if (at < 0) {
                return Errno.EINVAL.negative();
            }
        }
        r.charge("pipe.splice");
        long done = fromPipe ? out(r, in, out, at) : in(r, in, out, at);
        if (done > 0 && at >= 0) {
            long error = r.put(r.argument(place), new Struct(8).u64(0, at + done));
            return error == 0 ? done : error;
        }
        return done;
    }

    /** From a pipe to anything, a pipe too. */
    private static long out(Request r, OpenFile in, OpenFile out, long at) {
        Pipe pipe = (Pipe) in.inode();
        KernelBytes bytes = bytes(r);
        boolean dontWait = (r.number(5) & NON_BLOCK) != 0;
        long wanted = Math.min(r.argument(4) & Long.MAX_VALUE, Pipe.CAPACITY);
        long done = 0;
        while (done < wanted) {
            int part = (int) Math.min(Math.min(PAGE, wanted - done), pipe.available());
            if (part == 0) {
                boolean ends = done > 0 || !pipe.hasPartner(in);
                return ends ? done : await(r, in, done, dontWait);
            }
            pipe.peek(bytes.room(part), 0, part);
            long put = out.write(bytes.room(part), at < 0 ? -1 : at + done, r.caller());
            if (put == Errno.EAGAIN.negative() && out.inode().waiters() != null) {
                return await(r, out, done, dontWait);
            }
            if (put <= 0) {
                return done > 0 ? done : pipeError(r, put);
            }
            pipe.consume((int) put, r.caller());
            done += put;
        }
        return done;
    }

    /** From anything but a pipe to a pipe. */
    private static long in(Request r, OpenFile in, OpenFile out, long at) {
        Pipe pipe = (Pipe) out.inode();
        KernelBytes bytes = bytes(r);
        boolean dontWait = (r.number(5) & NON_BLOCK) != 0;
        long wanted = Math.min(r.argument(4) & Long.MAX_VALUE, Pipe.CAPACITY);
        long done = 0;
        while (done < wanted) {
            if (!pipe.hasPartner(out)) {
                return done > 0 ? done : pipeError(r, Errno.EPIPE.negative());
            }
            int room = Pipe.CAPACITY - pipe.available();
            int part = (int) Math.min(Math.min(PAGE, wanted - done), room);
            if (part == 0) {
                return await(r, out, done, dontWait);
            }
            long got = in.read(bytes.room(part), at < 0 ? -1 : at + done, r.caller());
            if (got == Errno.EAGAIN.negative() && in.inode().waiters() != null) {
                return await(r, in, done, dontWait);
            }
            if (got <= 0) {
                return done > 0 ? done : got;
            }
            long put = out.write(bytes.room((int) got), -1, r.caller());
            if (put <= 0) {
                return done > 0 ? done : put;
            }
            done += put;
        }
        return done;
    }

    private static long tee(Request r) {
        OpenFile in = r.file(0);
        OpenFile out = r.file(1);
        if ((r.number(3) & ~KNOWN) != 0) {
            return Errno.EINVAL.negative();
        }
        if (in == null || out == null || !in.readable() || !out.writable()) {
            return Errno.EBADF.negative();
        }
        boolean pipes = in.inode() instanceof Pipe && out.inode() instanceof Pipe;
        if (!pipes || in.inode() == out.inode()) {
            return Errno.EINVAL.negative();
        }
        r.charge("pipe.splice");
        Pipe from = (Pipe) in.inode();
        Pipe to = (Pipe) out.inode();
        boolean dontWait = (r.number(3) & NON_BLOCK) != 0;
        long wanted = Math.min(r.argument(2) & Long.MAX_VALUE, from.available());
        if (r.argument(2) == 0 || (from.available() == 0 && !from.hasPartner(in))) {
            return 0;
        }
        if (from.available() == 0) {
            return await(r, in, 0, dontWait);
        }
        if (!to.hasPartner(out)) {
            return pipeError(r, Errno.EPIPE.negative());
        }
        if (to.available() == Pipe.CAPACITY) {
            return await(r, out, 0, dontWait);
        }
        KernelBytes bytes = bytes(r);
        wanted = Math.min(wanted, Pipe.CAPACITY - to.available());
        long done = 0;
        while (done < wanted) {
            int part = (int) Math.min(PAGE, wanted - done);
            from.peek(bytes.room(part), (int) done, part);
            long put = out.write(bytes.room(part), -1, r.caller());
            if (put <= 0) {
                return done > 0 ? done : put;
            }
            done += put;
        }
        return done;
    }

    /** vmsplice: the pages are copied, so that giving them away makes no difference. */
    private static long fromMemory(Request r) {
        OpenFile file = r.file(0);
        if ((r.number(3) & ~KNOWN) != 0) {
            return Errno.EINVAL.negative();
        }
        if (file == null || !(file.inode() instanceof Pipe)) {
            return Errno.EBADF.negative();
        }
        return file.writable() ? FileCalls.writeVector(r) : FileCalls.readVector(r);
    }
}
