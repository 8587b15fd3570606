package org.rustos.kernel.linux;

import org.rustos.kernel.file.Answer;
import org.rustos.kernel.file.Directory;
import org.rustos.kernel.file.FileKind;
import org.rustos.kernel.file.Inode;
import org.rustos.kernel.file.OpenFile;
import org.rustos.kernel.file.Pipe;
import org.rustos.kernel.file.RegularFile;
import org.rustos.kernel.op.Errno;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Calls that list, add, move and remove names, and the working directory. */
final class DirectoryCalls {
    private static final int AT_REMOVEDIR = 0x200;

    static final List<Call> ROWS =
            List.of(
                    new Call("getdents64", 3, DirectoryCalls::entries),
                    new Call("mkdir", 2, r -> makeDirectory(r, Request.AT_FDCWD, 0)),
                    new Call("mkdirat", 3, r -> makeDirectory(r, r.number(0), 1)),
                    new Call("mknod", 3, r -> make(r, Request.AT_FDCWD, 0)),
                    new Call("mknodat", 4, r -> make(r, r.number(0), 1)),
                    new Call("rmdir", 1, r -> remove(r, Request.AT_FDCWD, 0, true)),
                    new Call("unlink", 1, r -> remove(r, Request.AT_FDCWD, 0, false)),
                    new Call(
                            "unlinkat",
                            3,
                            r -> remove(r, r.number(0), 1, (r.number(2) & AT_REMOVEDIR) != 0)),
                    new Call(
                            "rename",
                            2,
                            r -> rename(r, Request.AT_FDCWD, 0, Request.AT_FDCWD, 1, 0)),
                    new Call("renameat", 4, r -> rename(r, r.number(0), 1, r.number(2), 3, 0)),
                    new Call(
                            "renameat2",
                            5,
                            r -> rename(r, r.number(0), 1, r.number(2), 3, r.number(4))),
                    new Call("link", 2, r -> link(r, Request.AT_FDCWD, 0, Request.AT_FDCWD, 1, 0)),
                    new Call(
                            "linkat", 5, r -> link(r, r.number(0), 1, r.number(2), 3, r.number(4))),
                    new Call("symlink", 2, r -> symlink(r, Request.AT_FDCWD, 1)),
                    new Call("symlinkat", 3, r -> symlink(r, r.number(1), 2)),
                    new Call("getcwd", 2, DirectoryCalls::workingDirectory),
                    new Call("chdir", 1, DirectoryCalls::change),
                    new Call("fchdir", 1, DirectoryCalls::changeToOpen));

    private static final int AT_SYMLINK_FOLLOW = 0x400;
    private static final int ENTRY_HEADER = 19;
    private static final int TYPE_MASK = 0170000;

    private DirectoryCalls() {}

    private static long entries(Request r) {
        OpenFile file = r.file(0);
        if (file == null || !file.readable()) {
            return Errno.EBADF.negative();
        }
        if (!(file.inode() instanceof Directory directory)) {
            return Errno.ENOTDIR.negative();
        }
        Errno loaded = directory.load();
        if (loaded != Errno.OK) {
            return loaded.negative();
        }
        UserRanges to = r.range(r.argument(1), Math.min(r.argument(2) & 0xffff_ffffL, 1 << 20));
        long done = 0;
        for (Directory.Entry entry = file.nextEntry(); entry != null; entry = file.nextEntry()) {
            byte[] name = entry.name().getBytes(StandardCharsets.ISO_8859_1);
            int size = (ENTRY_HEADER + name.length + 1 + 7) & -8;
            if (size > to.remaining()) {
                return done > 0 ? done : Errno.EINVAL.negative();
            }
            r.charge("directory.entry");
            r.caller().touch(entry.line());
            Inode inode = entry.inode();
            Struct record =
                    new Struct(size)
                            .u64(0, inode.number())
                            .u64(8, entry.cookie())
                            .u16(16, size)
                            .u8(18, inode.kind().entryType());
            System.arraycopy(name, 0, record.bytes(), ENTRY_HEADER, name.length);
            if (to.put(record.bytes(), 0, size) < size) {
                return done > 0 ? done : Errno.EFAULT.negative();
            }
            done += size;
            file.advance(entry);
        }
        return done;
    }

    /** A path with the directory at which it starts. */
    private record Place(Directory base, String path) {}

    private static Answer<Place> place(Request r, int base, int index) {
        Answer<String> path = r.path(index);
        if (!path.ok()) {
            return Answer.refused(path.error());
        }
        Answer<Directory> start = r.base(base, path.value());
        return start.ok()
                ? Answer.of(new Place(start.value(), path.value()))
                : Answer.refused(start.error());
    }

    private static long makeDirectory(Request r, int base, int index) {
        Answer<Place> place = place(r, base, index);
        if (!place.ok()) {
            return place.error().negative();
        }
        int mode = r.number(index + 1) & 01777 & ~r.process().umask();
        return r.files()
                .makeDirectory(
                        place.value().base,
                        place.value().path,
                        mode,
                        r.process().credentials(),
                        r.caller())
                .negative();
    }

    private static long make(Request r, int base, int index) {
        Answer<Place> place = place(r, base, index);
        if (!place.ok()) {
            return place.error().negative();
        }
        int type = r.number(index + 1) & TYPE_MASK;
        int mode = r.number(index + 1) & 07777 & ~r.process().umask();
        Inode inode;
        if (type == FileKind.PIPE.modeBits()) {
            inode = new Pipe(r.files().volume(), mode);
        } else if (type == 0 || type == FileKind.REGULAR.modeBits()) {
            inode = new RegularFile(r.files().volume(), mode);
        } else {
            return Errno.EPERM.negative();
        }
        return r.files()
                .make(
                        place.value().base,
                        place.value().path,
                        inode,
                        r.process().credentials(),
                        r.caller())
                .negative();
    }

    private static long remove(Request r, int base, int index, boolean directory) {
        Answer<Place> place = place(r, base, index);
        if (!place.ok()) {
            return place.error().negative();
        }
        Directory start = place.value().base;
        String path = place.value().path;
        var who = r.process().credentials();
        Errno error =
                directory
                        ? r.files().removeDirectory(start, path, who, r.caller())
                        : r.files().unlink(start, path, who, r.caller());
        return error.negative();
    }

    private static long rename(
            Request r, int fromBase, int fromIndex, int toBase, int toIndex, int how) {
        Answer<Place> from = place(r, fromBase, fromIndex);
        Answer<Place> to = from.ok() ? place(r, toBase, toIndex) : from;
        if (!to.ok()) {
            return to.error().negative();
        }
        return r.files()
                .rename(
                        from.value().base,
                        from.value().path,
                        to.value().base,
                        to.value().path,
                        how,
                        r.process().credentials(),
                        r.caller())
                .negative();
    }

    private static long link(
            Request r, int fromBase, int fromIndex, int toBase, int toIndex, int flags) {
        int lookup = (flags & AT_SYMLINK_FOLLOW) != 0 ? 0 : PathCalls.AT_SYMLINK_NOFOLLOW;
        Answer<Inode> inode =
                PathCalls.found(r, fromBase, fromIndex, lookup | (flags & PathCalls.AT_EMPTY_PATH));
        if (!inode.ok()) {
            return inode.error().negative();
        }
        Answer<Place> to = place(r, toBase, toIndex);
        if (!to.ok()) {
            return to.error().negative();
        }
        return r.files()
                .link(
                        inode.value(),
                        to.value().base,
                        to.value().path,
                        r.process().credentials(),
                        r.caller())
                .negative();
    }

    private static long symlink(Request r, int base, int index) {
        Answer<String> target = r.path(0);
        if (!target.ok()) {
            return target.error().negative();
        }
        Answer<Place> place = place(r, base, index);
        if (!place.ok()) {
            return place.error().negative();
        }
        return r.files()
                .symlink(
                        target.value(),
                        place.value().base,
                        place.value().path,
                        r.process().credentials(),
                        r.caller())
                .negative();
    }

    private static long workingDirectory(Request r) {
        r.charge("path.start");
        String path = r.process().workingDirectory().path();
        byte[] bytes = (path + "\0").getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length > r.argument(1)) {
            return r.argument(1) == 0 ? Errno.EINVAL.negative() : Errno.ERANGE.negative();
        }
        long error = r.put(r.argument(0), bytes);
        return error == 0 ? bytes.length : error;
    }

    private static long change(Request r) {
        Answer<Inode> found = PathCalls.found(r, Request.AT_FDCWD, 0, 0);
        return found.ok() ? enter(r, found.value()) : found.error().negative();
    }

    private static long changeToOpen(Request r) {
        OpenFile file = r.file(0);
        return file == null ? Errno.EBADF.negative() : enter(r, file.inode());
    }

    private static long enter(Request r, Inode inode) {
        if (!(inode instanceof Directory directory)) {
            return Errno.ENOTDIR.negative();
        }
        if (!r.process().credentials().may(directory, 1)) {
            return Errno.EACCES.negative();
        }
        r.process().workingDirectory(directory);
        return 0;
    }
}
