package org.rustos.kernel.linux;

import org.rustos.kernel.file.Answer;
import org.rustos.kernel.file.Change;
import org.rustos.kernel.file.Credentials;
import org.rustos.kernel.file.Directory;
import org.rustos.kernel.file.Inode;
import org.rustos.kernel.file.OpenFile;
import org.rustos.kernel.file.Symlink;
import org.rustos.kernel.op.Errno;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Calls that look at or change what one path names. */
final class PathCalls {
    static final int AT_SYMLINK_NOFOLLOW = 0x100;

    static final List<Call> ROWS =
            List.of(
                    new Call("access", 2, r -> access(r, Request.AT_FDCWD, 0, 0)),
                    new Call("faccessat", 3, r -> access(r, r.number(0), 1, 0)),
                    new Call("faccessat2", 4, r -> access(r, r.number(0), 1, r.number(3))),
                    new Call("readlink", 3, r -> readLink(r, Request.AT_FDCWD, 0)),
                    new Call("readlinkat", 4, r -> readLink(r, r.number(0), 1)),
                    new Call("truncate", 2, PathCalls::truncate),
                    new Call("chmod", 2, r -> mode(r, found(r, Request.AT_FDCWD, 0, 0), 1)),
                    new Call("fchmod", 2, r -> mode(r, opened(r), 1)),
                    new Call("fchmodat", 3, r -> mode(r, found(r, r.number(0), 1, 0), 2)),
                    new Call("chown", 3, r -> owner(r, found(r, Request.AT_FDCWD, 0, 0), 1)),
                    new Call(
                            "lchown",
                            3,
                            r -> owner(r, found(r, Request.AT_FDCWD, 0, AT_SYMLINK_NOFOLLOW), 1)),
                    new Call("fchown", 3, r -> owner(r, opened(r), 1)),
                    new Call(
                            "fchownat", 5, r -> owner(r, found(r, r.number(0), 1, r.number(4)), 2)),
                    new Call("utimensat", 4, PathCalls::times),
                    new Call("utime", 2, r -> oldTimes(r, Request.AT_FDCWD, 0, 8)),
                    new Call("utimes", 2, r -> oldTimes(r, Request.AT_FDCWD, 0, 16)),
                    new Call("futimesat", 3, r -> oldTimes(r, r.number(0), 1, 16)),
                    new Call("umask", 1, PathCalls::umask));

    static final int AT_EMPTY_PATH = 0x1000;

    private static final long UTIME_NOW = 0x3fff_ffff;
    private static final long UTIME_OMIT = 0x3fff_fffe;
    private static final long NANOS = 1_000_000_000L;

    private PathCalls() {}

    /**
     * What a path argument names.
     *
     * @param flags of the {@code ...at} calls
     */
    static Answer<Inode> found(Request r, int base, int index, int flags) {
        Answer<String> path = r.path(index);
        if (!path.ok()) {
            return Answer.refused(path.error());
        }
        if (path.value().isEmpty() && (flags & AT_EMPTY_PATH) != 0) {
            if (base == Request.AT_FDCWD) {
                return Answer.of(r.process().workingDirectory());
            }
            OpenFile file = r.process().descriptors().get(r.caller(), base);
            return file == null ? Answer.refused(Errno.EBADF) : Answer.of(file.inode());
        }
        boolean follow = (flags & AT_SYMLINK_NOFOLLOW) == 0;
        Answer<Directory> start = r.base(base, path.value());
        return start.ok()
                ? r.files()
                        .find(
                                start.value(),
                                path.value(),
                                follow,
                                r.process().credentials(),
                                r.caller())
                : Answer.refused(start.error());
    }

    private static Answer<Inode> opened(Request r) {
        OpenFile file = r.file(0);
        return file == null ? Answer.refused(Errno.EBADF) : Answer.of(file.inode());
    }

    private static long access(Request r, int base, int index, int flags) {
        int wanted = r.number(index + 1);
        if ((wanted & ~7) != 0) {
            return Errno.EINVAL.negative();
        }
        Answer<Inode> found = found(r, base, index, flags);
        if (!found.ok()) {
            return found.error().negative();
        }
        Credentials who = r.process().credentials();
        return who.may(found.value(), wanted) ? 0 : Errno.EACCES.negative();
    }

    private static long readLink(Request r, int base, int index) {
        int size = r.number(index + 2);
        if (size <= 0) {
            return Errno.EINVAL.negative();
        }
        Answer<Inode> found = found(r, base, index, AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH);
        if (!found.ok()) {
            return found.error().negative();
        }
        if (!(found.value() instanceof Symlink link)) {
            return Errno.EINVAL.negative();
        }
        String target = link.target();
        byte[] bytes = target.getBytes(StandardCharsets.ISO_8859_1);
        int count = Math.min(bytes.length, size);
        long error = r.put(r.argument(index + 1), Arrays.copyOf(bytes, count));
        return error == 0 ? count : error;
    }

    private static long truncate(Request r) {
        Answer<String> path = r.path(0);
        if (!path.ok()) {
            return path.error().negative();
        }
        if (r.argument(1) < 0) {
            return Errno.EINVAL.negative();
        }
        return r.files()
                .truncate(
                        r.process().workingDirectory(),
                        path.value(),
                        r.argument(1),
                        r.process().credentials(),
                        r.caller())
                .negative();
    }

    private static long mode(Request r, Answer<Inode> found, int index) {
        if (!found.ok()) {
            return found.error().negative();
        }
        r.charge("file.attributes");
        Credentials who = r.process().credentials();
        return r.files().changeMode(found.value(), r.number(index), who, r.caller()).negative();
    }

    private static long owner(Request r, Answer<Inode> found, int index) {
        if (!found.ok()) {
            return found.error().negative();
        }
        r.charge("file.attributes");
        Credentials who = r.process().credentials();
        return r.files()
                .changeOwner(found.value(), r.number(index), r.number(index + 1), who, r.caller())
                .negative();
    }

    private static long times(Request r) {
        Answer<Inode> found =
                r.argument(1) == 0 ? opened(r) : found(r, r.number(0), 1, r.number(3));
        if (!found.ok()) {
            return found.error().negative();
        }
        Inode inode = found.value();
        long now = r.files().volume().nanoseconds(r.nowMc());
        long[] wanted = {now, now};
        if (r.argument(2) != 0) {
            Struct times = r.get(r.argument(2), 32);
            if (times == null) {
                return Errno.EFAULT.negative();
            }
            long[] old = {inode.accessedNs(), inode.modifiedNs()};
            for (int i = 0; i < 2; i++) {
                long nanos = times.u64(i * 16 + 8);
                if (nanos != UTIME_NOW && nanos != UTIME_OMIT && (nanos < 0 || nanos >= NANOS)) {
                    return Errno.EINVAL.negative();
                }
                wanted[i] =
                        nanos == UTIME_NOW
                                ? now
                                : nanos == UTIME_OMIT ? old[i] : times.u64(i * 16) * NANOS + nanos;
            }
        }
        Credentials who = r.process().credentials();
        if (who.user() != 0 && who.user() != inode.owner()) {
            return Errno.EPERM.negative();
        }
        r.charge("file.attributes");
        inode.times(wanted[0], wanted[1], now);
        inode.tell(Change.ATTRIBUTES, r.caller());
        return 0;
    }

    /** utime and utimes: whole seconds (8 bytes a time), or seconds and microseconds (16). */
    private static long oldTimes(Request r, int base, int index, int bytes) {
        Answer<Inode> found = found(r, base, index, 0);
        if (!found.ok()) {
            return found.error().negative();
        }
        long now = r.files().volume().nanoseconds(r.nowMc());
        long[] wanted = {now, now};
        if (r.argument(index + 1) != 0) {
            Struct times = r.get(r.argument(index + 1), 2 * bytes);
            if (times == null) {
                return Errno.EFAULT.negative();
            }
            for (int i = 0; i < 2; i++) {
                long micros = bytes == 16 ? times.u64(i * bytes + 8) : 0;
                if (micros < 0 || micros >= NANOS / 1000) {
                    return Errno.EINVAL.negative();
                }
                wanted[i] = times.u64(i * bytes) * NANOS + micros * 1000;
            }
        }
        Credentials who = r.process().credentials();
        if (who.user() != 0 && who.user() != found.value().owner()) {
            return Errno.EPERM.negative();
        }
        r.charge("file.attributes");
        found.value().times(wanted[0], wanted[1], now);
        return 0;
    }

    private static long umask(Request r) {
        int old = r.process().umask();
        r.process().umask(r.number(0));
        return old;
    }
}
