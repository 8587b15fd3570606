package org.rustos.kernel.linux;

import org.rustos.kernel.file.Answer;
import org.rustos.kernel.file.Console;
import org.rustos.kernel.file.Directory;
import org.rustos.kernel.file.OpenFile;
import org.rustos.kernel.file.OpenFlags;
import org.rustos.kernel.file.Pipe;
import org.rustos.kernel.file.RegularFile;
import org.rustos.kernel.network.Socket;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.op.KernelOp;

import java.util.List;

/** Calls that make, copy, change and close descriptors. */
final class DescriptorCalls {
    static final List<Call> ROWS =
            List.of(
                    new Call("open", 3, r -> open(r, Request.AT_FDCWD, 0)),
                    new Call("openat", 4, r -> open(r, r.number(0), 1)),
                    new Call("creat", 2, DescriptorCalls::create),
                    new Call(
                            "close",
                            1,
                            r -> new KernelOp.Close(r.number(0)),
                            DescriptorCalls::close),
                    new Call("close_range", 3, DescriptorCalls::closeRange),
                    new Call("dup", 1, DescriptorCalls::duplicate),
                    new Call("dup2", 2, DescriptorCalls::duplicateTo),
                    new Call("dup3", 3, DescriptorCalls::duplicateWithFlags),
                    new Call("fcntl", 3, DescriptorCalls::control),
                    new Call("ioctl", 3, DescriptorCalls::deviceControl),
                    new Call("pipe", 1, r -> pipe(r, 0)),
                    new Call("pipe2", 2, r -> pipe(r, numbers(r).ours(r.number(1)))));

    private static final int F_DUPFD = 0;
    private static final int F_GETFD = 1;
    private static final int F_SETFD = 2;
    private static final int F_GETFL = 3;
    private static final int F_SETFL = 4;
    private static final int F_DUPFD_CLOEXEC = 1030;
    private static final int F_SETPIPE_SZ = 1031;
    private static final int F_GETPIPE_SZ = 1032;

    private static final int TCGETS = 0x5401;
    private static final int TCSETS = 0x5402;
    private static final int TCSETSW = 0x5403;
    private static final int TCSETSF = 0x5404;
    private static final int TIOCGPGRP = 0x540f;
    private static final int TIOCSPGRP = 0x5410;
    private static final int TIOCGWINSZ = 0x5413;
    private static final int FIONREAD = 0x541b;
    private static final int FIONBIO = 0x5421;
    private static final int FIONCLEX = 0x5450;
    private static final int FIOCLEX = 0x5451;

    private DescriptorCalls() {}

    private static long bad() {
        return Errno.EBADF.negative();
    }

    private static long open(Request r, int base, int first) {
        int flags = numbers(r).ours(r.number(first + 1));
        return open(r, base, r.argument(first), flags, r.number(first + 2));
    }

    private static OpenFlagNumbers numbers(Request r) {
        return r.system().abi().openFlags();
    }

    private static long create(Request r) {
        int flags = OpenFlags.CREATE | OpenFlags.TRUNCATE | OpenFlags.WRITE_ONLY;
        return open(r, Request.AT_FDCWD, r.argument(0), flags, r.number(1));
    }

    private static long open(Request r, int base, long address, int flags, int mode) {
        if (r.memo() instanceof OpenFile file && file.inode() instanceof Pipe pipe) {
            return openEnd(r, file, pipe, flags);
        }
        Answer<String> path = r.text(address);
        if (!path.ok()) {
            return path.error().negative();
        }
        LinuxProcess process = r.process();
        boolean none = !r.kernel().streams().out().terminal();
        if (none && path.value().equals("/dev/tty")) {
            return Errno.ENXIO.negative();
        }
        Answer<Directory> start = r.base(base, path.value());
        if (!start.ok()) {
            return start.error().negative();
        }
        if ((flags & OpenFlags.ACCESS_MASK) == OpenFlags.ACCESS_MASK) {
            return Errno.EINVAL.negative();
        }
        Answer<OpenFile> opened =
                r.files()
                        .open(
                                start.value(),
                                path.value(),
                                flags,
                                mode & 07777 & ~process.umask(),
                                process.credentials(),
                                r.caller());
        if (!opened.ok()) {
            return opened.error().negative();
        }
        // One without a name, found below /proc, opens at once.
        if (opened.value().inode() instanceof Pipe pipe
                && pipe.links() > 0
                && (flags & OpenFlags.PATH_ONLY) == 0
                && (flags & OpenFlags.ACCESS_MASK) != OpenFlags.READ_WRITE) {
            r.memo(opened.value());
            r.progress(pipe.partnersEver(opened.value()));
            return openEnd(r, opened.value(), pipe, flags);
        }
        return name(r, opened.value(), flags);
    }

    private static long name(Request r, OpenFile file, int flags) {
        boolean onExec = (flags & OpenFlags.CLOSE_ON_EXEC) != 0;
        return r.install(file, onExec);
    }

    /** A named pipe opens when its other end does (fifo(7)). */
    private static long openEnd(Request r, OpenFile file, Pipe pipe, int flags) {
        pipe.waiters().wakeAll(r.nowMc());
        if (pipe.hasPartner(file) || pipe.partnersEver(file) != r.progress()) {
            return name(r, file, flags);
        }
        if (file.nonBlocking()) {
            if (file.readable()) {
                return name(r, file, flags);
            }
            file.release(r.caller());
            return Errno.ENXIO.negative();
        }
        if (r.interrupted()) {
            file.release(r.caller());
            return Errno.EINTR.negative();
        }
        return r.park(pipe.waiters());
    }

    private static long close(Request r) {
        r.charge("fd.remove");
        return r.process().descriptors().close(r.number(0), r.caller()) ? 0 : bad();
    }

    private static long closeRange(Request r) {
        long first = r.argument(0) & 0xffff_ffffL;
        long last = r.argument(1) & 0xffff_ffffL;
        if (first > last) {
            return Errno.EINVAL.negative();
        }
        DescriptorTable table = r.process().descriptors();
        boolean onExec = (r.number(2) & 4) != 0;
        for (long d = first; d <= Math.min(last, table.end() - 1L); d++) {
            if (onExec) {
                table.closesOnExec((int) d, table.peek((int) d) != null);
            } else {
                table.close((int) d, r.caller());
            }
        }
        return 0;
    }

    private static long duplicate(Request r) {
        OpenFile file = r.file(0);
        return file == null ? bad() : add(r, file, 0, false);
    }

    private static long add(Request r, OpenFile file, int least, boolean onExec) {
        r.charge("fd.allocate");
        long descriptor = r.process().descriptors().add(file, least, onExec);
        if (descriptor >= 0) {
            file.retain();
        }
        return descriptor;
    }

    private static long duplicateTo(Request r) {
        if (r.number(0) == r.number(1)) {
            return r.file(0) == null ? bad() : r.number(1);
        }
        return replace(r, false);
    }

    private static long duplicateWithFlags(Request r) {
        boolean unknown = (r.number(2) & ~OpenFlags.CLOSE_ON_EXEC) != 0;
        if (r.number(0) == r.number(1) || unknown) {
            return Errno.EINVAL.negative();
        }
        return replace(r, r.number(2) != 0);
    }

    private static long replace(Request r, boolean onExec) {
        OpenFile file = r.file(0);
        DescriptorTable table = r.process().descriptors();
        if (file == null || r.number(1) < 0 || r.number(1) >= table.limit()) {
            return bad();
        }
        file.retain();
        r.charge("fd.allocate");
        table.replace(r.number(1), file, onExec, r.caller());
        return r.number(1);
    }

    private static long control(Request r) {
        OpenFile file = r.file(0);
        if (file == null) {
            return bad();
        }
        DescriptorTable table = r.process().descriptors();
        int descriptor = r.number(0);
        if (LockCalls.knows(r.number(1))) {
            return LockCalls.record(r, file);
        }
        switch (r.number(1)) {
            case F_DUPFD, F_DUPFD_CLOEXEC -> {
                if (r.number(2) < 0 || r.number(2) >= table.limit()) {
                    return Errno.EINVAL.negative();
                }
                return add(r, file, r.number(2), r.number(1) == F_DUPFD_CLOEXEC);
            }
            case F_GETFD -> {
                return table.closesOnExec(descriptor) ? 1 : 0;
            }
            case F_SETFD -> {
                table.closesOnExec(descriptor, (r.number(2) & 1) != 0);
                return 0;
            }
            case F_GETFL -> {
                int hidden =
                        OpenFlags.CREATE
                                | OpenFlags.EXCLUSIVE
                                | OpenFlags.TRUNCATE
                                | OpenFlags.NO_CONTROLLING_TTY
                                | OpenFlags.CLOSE_ON_EXEC;
                // open(2) sets it on a 64-bit Linux for every file that has a size.
                boolean sized =
                        file.inode() instanceof RegularFile || file.inode() instanceof Directory;
                int flags = file.flags() & ~hidden | (sized ? OpenFlags.LARGE_FILE : 0);
                return numbers(r).theirs(flags);
            }
            case F_SETFL -> {
                file.changeFlags(numbers(r).ours(r.number(2)));
                return 0;
            }
            case F_SETPIPE_SZ, F_GETPIPE_SZ -> {
                return file.inode() instanceof Pipe ? Pipe.CAPACITY : bad();
            }
            default -> {
                return Errno.EINVAL.negative();
            }
        }
    }

    private static long deviceControl(Request r) {
        OpenFile file = r.file(0);
        if (file == null) {
            return bad();
        }
        DescriptorTable table = r.process().descriptors();
        boolean terminal = file.inode() instanceof Console console && console.terminal();
        switch (r.number(1)) {
            case FIOCLEX, FIONCLEX -> {
                table.closesOnExec(r.number(0), r.number(1) == FIOCLEX);
                return 0;
            }
            case FIONBIO -> {
                Struct value = r.get(r.argument(2), 4);
                if (value == null) {
                    return Errno.EFAULT.negative();
                }
                int others = file.flags() & ~OpenFlags.NON_BLOCKING;
                file.changeFlags(others | (value.s32(0) != 0 ? OpenFlags.NON_BLOCKING : 0));
                return 0;
            }
            case FIONREAD -> {
                long waiting =
                        switch (file.inode()) {
                            case Pipe pipe -> pipe.available();
                            case Socket socket -> socket.available();
                            case Notifier notifier -> notifier.available();
                            case RegularFile regular -> regular.size() - file.position();
                            default -> -1;
                        };
                return waiting < 0
                        ? Errno.ENOTTY.negative()
                        : r.put(r.argument(2), new Struct(4).u32(0, waiting));
            }
            case TCGETS -> {
                return terminal ? r.put(r.argument(2), Terminal.MODES) : noTerminal();
            }
            case TCSETS, TCSETSW, TCSETSF, TIOCSPGRP -> {
                return terminal ? 0 : noTerminal();
            }
            case TIOCGPGRP -> {
                return terminal
                        ? r.put(r.argument(2), new Struct(4).u32(0, r.process().process().id()))
                        : noTerminal();
            }
            case TIOCGWINSZ -> {
                return terminal ? r.put(r.argument(2), Terminal.WINDOW) : noTerminal();
            }
            default -> {
                return noTerminal();
            }
        }
    }

    private static long noTerminal() {
        return Errno.ENOTTY.negative();
    }

    private static long pipe(Request r, int flags) {
        int known = OpenFlags.CLOSE_ON_EXEC | OpenFlags.NON_BLOCKING | OpenFlags.DIRECT;
        if ((flags & ~known) != 0) {
            return Errno.EINVAL.negative();
        }
        r.charge("file.open");
        Pipe pipe = new Pipe(r.files().volume(), 0600);
        String path = "pipe:[" + pipe.number() + "]";
        int mode = flags & OpenFlags.NON_BLOCKING;
        OpenFile out = new OpenFile(pipe, OpenFlags.READ_ONLY | mode, path);
        OpenFile in = new OpenFile(pipe, OpenFlags.WRITE_ONLY | mode, path);
        DescriptorTable table = r.process().descriptors();
        boolean onExec = (flags & OpenFlags.CLOSE_ON_EXEC) != 0;
        long first = table.add(out, 0, onExec);
        long second = first < 0 ? first : table.add(in, 0, onExec);
        long error =
                second < 0
                        ? second
                        : r.put(r.argument(0), new Struct(8).u32(0, first).u32(4, second));
        if (error < 0) {
            if (first < 0 || !table.close((int) first, r.caller())) {
                out.release(r.caller());
            }
            if (second < 0 || !table.close((int) second, r.caller())) {
                in.release(r.caller());
            }
        }
        return error;
    }
}
