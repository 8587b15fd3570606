package org.rustos.kernel.file;

import org.rustos.kernel.op.Errno;

/**
 * One tree of files and what can be done to its names. Everything is checked before anything
 * changes; a refusal leaves the tree as it was.
 *
 * <p>Paths are strings of one char a byte. A path starts at {@code base} unless it begins with a
 * slash.
 */
public final class FileSystem {
    /** {@link #rename} refuses a target that exists. */
    public static final int NO_REPLACE = 1;

    /** {@link #rename} swaps two names. */
    public static final int EXCHANGE = 2;

    private static final int STICKY = 01000;

    private final Volume volume;
    private final Directory root;
    private int moves;

    public FileSystem(Volume volume, Directory root) {
        this.volume = volume;
        this.root = root;
    }

    public Volume volume() {
        return volume;
    }

    public Directory root() {
        return root;
    }

    private Answer<PathWalk.End> walk(
            Directory base, String path, boolean follow, Credentials who, Payer payer) {
        return PathWalk.walk(root, base, path, follow, who, payer);
    }

    /** What a path names. */
    public Answer<Inode> find(
            Directory base, String path, boolean follow, Credentials who, Payer payer) {
        Answer<PathWalk.End> end = walk(base, path, follow, who, payer);
        if (!end.ok()) {
            return Answer.refused(end.error());
        }
        Inode inode = end.value().inode();
        if (inode == null) {
            return Answer.refused(Errno.ENOENT);
        }
        end.value().reached();
        return Answer.of(inode);
    }

    /**
     * Opens a file, creating or truncating it if the flags say so.
     *
     * @param flags {@link OpenFlags}
     * @param mode permissions of a new file, after the umask
     */
    public Answer<OpenFile> open(
            Directory base, String path, int flags, int mode, Credentials who, Payer payer) {
        boolean exclusive = (flags & OpenFlags.CREATE) != 0 && (flags & OpenFlags.EXCLUSIVE) != 0;
        boolean follow = (flags & OpenFlags.NO_FOLLOW) == 0 && !exclusive;
        Answer<PathWalk.End> walked = walk(base, path, follow, who, payer);
        if (!walked.ok()) {
            return Answer.refused(walked.error());
        }
        payer.charge("file.open");
        PathWalk.End end = walked.value();
        if ((flags & OpenFlags.TEMPORARY) == OpenFlags.TEMPORARY) {
            return temporary(end, flags, mode, who);
        }
        if (end.inode() == null) {
            return create(end, flags, mode, who, payer);
        }
        Errno refusal = mayOpen(end, flags, who);
        if (refusal != Errno.OK) {
            return Answer.refused(refusal);
        }
        boolean truncates =
                (flags & OpenFlags.TRUNCATE) != 0
                        && end.inode().kind() == FileKind.REGULAR
                        && (flags & OpenFlags.ACCESS_MASK) != OpenFlags.READ_ONLY;
        if (truncates && end.inode().size() > 0) {
            Errno failed = end.inode().truncate(0, payer);
            if (failed != Errno.OK) {
                return Answer.refused(failed);
            }
        }
        end.reached();
        if ((flags & OpenFlags.PATH_ONLY) != 0) {
            return Answer.of(new OpenFile(end.inode(), flags, pathOf(end)));
        }
        end.inode().tell(Change.OPENED, payer);
        Answer<Inode> opened = end.inode().opening(payer);
        return opened.ok()
                ? Answer.of(new OpenFile(opened.value(), flags, pathOf(end)))
                : Answer.refused(opened.error());
    }

    /** O_TMPFILE: a file without a name; a link may give it one later. */
    private Answer<OpenFile> temporary(PathWalk.End end, int flags, int mode, Credentials who) {
        if ((flags & OpenFlags.ACCESS_MASK) == OpenFlags.READ_ONLY) {
            return Answer.refused(Errno.EINVAL);
        }
        if (!(end.inode() instanceof Directory directory)) {
            return Answer.refused(end.inode() == null ? Errno.ENOENT : Errno.ENOTDIR);
        }
        Errno refusal = mayChange(directory, who);
        if (refusal != Errno.OK) {
            return Answer.refused(refusal);
        }
        RegularFile file = new RegularFile(volume, mode);
        file.imported(who.user(), who.group());
        file.nameable((flags & OpenFlags.EXCLUSIVE) == 0);
        return Answer.of(new OpenFile(file, flags, directory.path() + "/#" + file.number()));
    }

    private Errno mayOpen(PathWalk.End end, int flags, Credentials who) {
        Inode inode = end.inode();
        boolean directory = inode instanceof Directory;
        boolean create = (flags & OpenFlags.CREATE) != 0;
        int access = flags & OpenFlags.ACCESS_MASK;
        if (create && (flags & OpenFlags.EXCLUSIVE) != 0) {
            return Errno.EEXIST;
        }
        if (inode instanceof Symlink && (flags & OpenFlags.PATH_ONLY) == 0) {
            return Errno.ELOOP;
        }
        if ((flags & OpenFlags.DIRECTORY) != 0 && !directory) {
            return Errno.ENOTDIR;
        }
        if ((flags & OpenFlags.PATH_ONLY) != 0) {
            return Errno.OK;
        }
        if (directory && (create || access != OpenFlags.READ_ONLY)) {
            return Errno.EISDIR;
        }
        if (inode.kind() == FileKind.SOCKET) {
            return Errno.ENXIO;
        }
        int wanted =
                switch (access) {
                    case OpenFlags.READ_ONLY -> Credentials.READ;
                    case OpenFlags.WRITE_ONLY -> Credentials.WRITE;
                    default -> Credentials.READ | Credentials.WRITE;
                };
        return who.may(inode, wanted) ? Errno.OK : Errno.EACCES;
    }

    private Answer<OpenFile> create(
            PathWalk.End end, int flags, int mode, Credentials who, Payer payer) {
        if ((flags & OpenFlags.CREATE) == 0) {
            return Answer.refused(Errno.ENOENT);
        }
        if (end.mustBeDirectory()) {
            return Answer.refused(Errno.EISDIR);
        }
        Errno refusal = mayChange(end.parent(), who);
        if (refusal != Errno.OK) {
            return Answer.refused(refusal);
        }
        RegularFile file = new RegularFile(volume, mode);
        enter(end, file, who, payer);
        file.tell(Change.OPENED, payer);
        return Answer.of(new OpenFile(file, flags, pathOf(end)));
    }

    private void enter(PathWalk.End end, Inode inode, Credentials who, Payer payer) {
        payer.charge("directory.create");
        long now = volume.nanoseconds(payer.nowMc());
        inode.times(now, now, now);
        inode.imported(who.user(), who.group());
        Directory.Entry entry = end.parent().add(end.name(), inode);
        payer.dirty(entry.line());
        payer.dirty(inode.objectLine());
        end.parent().entriesChanged(payer);
        end.parent().tell(Change.CREATED, end.name(), inode, 0, payer);
    }

    private static String pathOf(PathWalk.End end) {
        if (end.name() == null) {
            return ((Directory) end.inode()).path();
        }
        String directory = end.parent().path();
        return directory.equals("/") ? "/" + end.name() : directory + "/" + end.name();
    }

    /** Whether names may be added to or removed from a directory. */
    private static Errno mayChange(Directory directory, Credentials who) {
        if (!who.may(directory, Credentials.WRITE | Credentials.EXECUTE)) {
            return Errno.EACCES;
        }
        // A directory that was removed while somebody stood in it takes no new names.
        return directory.links() == 0 && !directory.isRoot() ? Errno.ENOENT : Errno.OK;
    }

    private static Errno mayRemove(Directory directory, Inode inode, Credentials who) {
        Errno refusal = mayChange(directory, who);
        boolean stranger =
                (directory.permissions() & STICKY) != 0
                        && who.user() != 0
                        && who.user() != inode.owner()
                        && who.user() != directory.owner();
        return refusal == Errno.OK && stranger ? Errno.EPERM : refusal;
    }

    /** Creates a directory. */
    public Errno makeDirectory(
            Directory base, String path, int mode, Credentials who, Payer payer) {
        Answer<PathWalk.End> walked = walk(base, path, false, who, payer);
        if (!walked.ok()) {
            return walked.error();
        }
        Errno refusal = mayAdd(walked.value(), true, who);
        if (refusal == Errno.OK) {
            enter(walked.value(), new Directory(volume, mode), who, payer);
        }
        return refusal;
    }

    /** Gives a new inode (a pipe, a socket, a device) its first name. */
    public Errno make(Directory base, String path, Inode inode, Credentials who, Payer payer) {
        Answer<PathWalk.End> walked = walk(base, path, false, who, payer);
        if (!walked.ok()) {
            return walked.error();
        }
        Errno refusal = mayAdd(walked.value(), false, who);
        if (refusal == Errno.OK) {
            enter(walked.value(), inode, who, payer);
        }
        return refusal;
    }

    private static Errno mayAdd(PathWalk.End end, boolean directory, Credentials who) {
        if (end.inode() != null) {
            return Errno.EEXIST;
        }
        if (end.mustBeDirectory() && !directory) {
            return Errno.ENOENT;
        }
        return mayChange(end.parent(), who);
    }

    /** Creates a symbolic link. */
    public Errno symlink(String target, Directory base, String path, Credentials who, Payer payer) {
        if (target.isEmpty()) {
            return Errno.ENOENT;
        }
        if (target.length() >= PathWalk.MAX_PATH) {
            return Errno.ENAMETOOLONG;
        }
        return make(base, path, new Symlink(volume, target), who, payer);
    }

    /** Gives an inode one more name. */
    public Errno link(Inode inode, Directory base, String path, Credentials who, Payer payer) {
        if (inode instanceof Directory) {
            return Errno.EPERM;
        }
        Answer<PathWalk.End> walked = walk(base, path, false, who, payer);
        if (!walked.ok()) {
            return walked.error();
        }
        PathWalk.End end = walked.value();
        Errno refusal = mayAdd(end, false, who);
        if (refusal == Errno.OK && inode.links() == 0 && !inode.nameable()) {
            refusal = Errno.ENOENT;
        }
        if (refusal == Errno.OK) {
            payer.charge("directory.create");
            payer.dirty(end.parent().add(end.name(), inode).line());
            inode.changed(payer);
            end.parent().entriesChanged(payer);
            inode.tell(Change.ATTRIBUTES, null, inode, 0, payer);
            end.parent().tell(Change.CREATED, end.name(), inode, 0, payer);
        }
        return refusal;
    }

    /** Removes a name that is no directory's. */
    public Errno unlink(Directory base, String path, Credentials who, Payer payer) {
        Answer<PathWalk.End> walked = walk(base, path, false, who, payer);
        if (!walked.ok()) {
            return walked.error();
        }
        PathWalk.End end = walked.value();
        if (end.name() == null || end.inode() instanceof Directory) {
            return Errno.EISDIR;
        }
        if (end.inode() == null) {
            return Errno.ENOENT;
        }
        Errno refusal = mayRemove(end.parent(), end.inode(), who);
        if (refusal == Errno.OK) {
            payer.charge("directory.remove");
            payer.dirty(end.entry().line());
            end.inode().tell(Change.ATTRIBUTES, null, end.inode(), 0, payer);
            end.parent().remove(end.entry(), payer);
            end.parent().tell(Change.DELETED, end.name(), end.inode(), 0, payer);
        }
        return refusal;
    }

    /** Removes an empty directory. */
    public Errno removeDirectory(Directory base, String path, Credentials who, Payer payer) {
        Answer<PathWalk.End> walked = walk(base, path, false, who, payer);
        if (!walked.ok()) {
            return walked.error();
        }
        PathWalk.End end = walked.value();
        if (end.name() == null) {
            return path.endsWith("..")
                    ? Errno.ENOTEMPTY
                    : end.inode() == root ? Errno.EBUSY : Errno.EINVAL;
        }
        if (end.inode() == null) {
            return Errno.ENOENT;
        }
        if (!(end.inode() instanceof Directory directory)) {
            return Errno.ENOTDIR;
        }
        Errno refusal = mayRemove(end.parent(), directory, who);
        if (refusal == Errno.OK) {
            refusal = directory.load();
        }
        if (refusal == Errno.OK && !directory.isEmpty()) {
            refusal = Errno.ENOTEMPTY;
        }
        if (refusal == Errno.OK) {
            payer.charge("directory.remove");
            payer.dirty(end.entry().line());
            end.parent().remove(end.entry(), payer);
            end.parent().tell(Change.DELETED, end.name(), directory, 0, payer);
        }
        return refusal;
    }

    /**
     * Moves a name.
     *
     * @param how 0, {@link #NO_REPLACE} or {@link #EXCHANGE}
     */
    public Errno rename(
            Directory fromBase,
            String from,
            Directory toBase,
            String to,
            int how,
            Credentials who,
            Payer payer) {
        Answer<PathWalk.End> source = walk(fromBase, from, false, who, payer);
        if (!source.ok()) {
            return source.error();
        }
        Answer<PathWalk.End> target = walk(toBase, to, false, who, payer);
        if (!target.ok()) {
            return target.error();
        }
        PathWalk.End a = source.value();
        PathWalk.End b = target.value();
        Errno refusal = mayRename(a, b, how, who);
        // Two names of one inode: POSIX says that nothing happens.
        if (refusal != Errno.OK || a.inode() == b.inode()) {
            return refusal;
        }
        payer.charge("directory.change");
        payer.dirty(a.entry().line());
        move(a, b, how, payer);
        return Errno.OK;
    }

    private Errno mayRename(PathWalk.End a, PathWalk.End b, int how, Credentials who) {
        if (a.name() == null || b.name() == null) {
            return Errno.EBUSY;
        }
        if (a.inode() == null || (how == EXCHANGE && b.inode() == null)) {
            return Errno.ENOENT;
        }
        if (how == NO_REPLACE && b.inode() != null) {
            return Errno.EEXIST;
        }
        if (how != 0 && how != NO_REPLACE && how != EXCHANGE) {
            return Errno.EINVAL;
        }
        if (a.inode() == b.inode()) {
            return Errno.OK;
        }
        boolean moved = a.inode() instanceof Directory;
        if (moved && b.parent().isBelow((Directory) a.inode())) {
            return Errno.EINVAL;
        }
        if (how == EXCHANGE && b.inode() instanceof Directory other && a.parent().isBelow(other)) {
            return Errno.EINVAL;
        }
        Errno refusal = mayRemove(a.parent(), a.inode(), who);
        if (refusal == Errno.OK) {
            refusal =
                    b.inode() == null
                            ? mayChange(b.parent(), who)
                            : mayRemove(b.parent(), b.inode(), who);
        }
        if (refusal != Errno.OK || b.inode() == null || how == EXCHANGE) {
            return refusal == Errno.OK && b.inode() == null && b.mustBeDirectory() && !moved
                    ? Errno.ENOTDIR
                    : refusal;
        }
        if (!(b.inode() instanceof Directory replaced)) {
            return moved ? Errno.ENOTDIR : Errno.OK;
        }
        if (!moved) {
            return Errno.EISDIR;
        }
        refusal = replaced.load();
        return refusal == Errno.OK && !replaced.isEmpty() ? Errno.ENOTEMPTY : refusal;
    }

    private void move(PathWalk.End a, PathWalk.End b, int how, Payer payer) {
        Inode moved = a.inode();
        Inode replaced = b.inode();
        // Kept open while neither name holds them, so that neither is taken for unused.
        OpenFile holdMoved = new OpenFile(moved, OpenFlags.PATH_ONLY, "");
        OpenFile holdReplaced =
                replaced == null ? null : new OpenFile(replaced, OpenFlags.PATH_ONLY, "");
        a.parent().remove(a.entry(), payer);
        if (b.entry() != null) {
            b.parent().remove(b.entry(), payer);
        }
        b.parent().add(b.name(), moved);
        b.parent().entriesChanged(payer);
        if (how == EXCHANGE) {
            a.parent().add(a.name(), replaced);
        }
        tellOfMove(a, b, how, payer);
        holdMoved.release(payer);
        if (holdReplaced != null) {
            holdReplaced.release(payer);
        }
    }

    private void tellOfMove(PathWalk.End a, PathWalk.End b, int how, Payer payer) {
        int cookie = ++moves;
        Inode moved = a.inode();
        Inode replaced = b.inode();
        a.parent().tell(Change.MOVED_FROM, a.name(), moved, cookie, payer);
        b.parent().tell(Change.MOVED_TO, b.name(), moved, cookie, payer);
        if (replaced != null && how != EXCHANGE) {
            replaced.tell(Change.ATTRIBUTES, null, replaced, 0, payer);
        }
        moved.tell(Change.MOVED_SELF, null, moved, 0, payer);
        if (how == EXCHANGE) {
            cookie = ++moves;
            b.parent().tell(Change.MOVED_FROM, b.name(), replaced, cookie, payer);
            a.parent().tell(Change.MOVED_TO, a.name(), replaced, cookie, payer);
            replaced.tell(Change.MOVED_SELF, null, replaced, 0, payer);
        }
    }

    /** Sets the size of what a path names. */
    public Errno truncate(Directory base, String path, long size, Credentials who, Payer payer) {
        Answer<Inode> found = find(base, path, true, who, payer);
        if (!found.ok()) {
            return found.error();
        }
        Inode inode = found.value();
        if (inode instanceof Directory) {
            return Errno.EISDIR;
        }
        return who.may(inode, Credentials.WRITE) ? inode.truncate(size, payer) : Errno.EACCES;
    }

    /** Changes permission bits; the owner's and user 0's right. */
    public Errno changeMode(Inode inode, int mode, Credentials who, Payer payer) {
        if (who.user() != 0 && who.user() != inode.owner()) {
            return Errno.EPERM;
        }
        inode.permissions(mode, payer);
        return Errno.OK;
    }

    /** Changes the owner; -1 keeps a part. */
    public Errno changeOwner(Inode inode, int user, int group, Credentials who, Payer payer) {
        boolean allowed =
                who.user() == 0
                        || (who.user() == inode.owner()
                                && (user == -1 || user == inode.owner())
                                && (group == -1 || group == who.group()));
        if (!allowed) {
            return Errno.EPERM;
        }
        inode.owner(user == -1 ? inode.owner() : user, group == -1 ? inode.group() : group, payer);
        return Errno.OK;
    }
}
