package org.rustos.kernel.file;

import org.rustos.core.snapshot.Kept;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.process.WaitQueue;

import java.util.ArrayList;
import java.util.List;

/**
 * One object of the file service, whatever names it has. Reading and writing dispatch here, so that
 * a new kind of file changes no operation.
 *
 * <p>Results of transfers are byte counts or negative errno numbers, as a system call returns them.
 */
public abstract class Inode {
    /** Bits of {@link #ready}: the values of poll(2). */
    public static final int READABLE = 1;

    public static final int WRITABLE = 4;
    public static final int FAILED = 8;
    public static final int HUNG_UP = 0x10;

    private final Volume volume;
    private final long number;
    private final long objectLine;
    private int permissions;
    private int owner;
    private int group;
    private int links;
    private int opens;
    private boolean nameable;
    private long accessedNs;
    private long modifiedNs;
    private long changedNs;
    private final List<Kept.Action> changeListeners = new ArrayList<>();
    private List<Watcher> watchers = List.of();
    private Directory home;
    private String homeName;

    protected Inode(Volume volume, int permissions) {
        this.volume = volume;
        this.number = volume.nextInode();
        this.objectLine = volume.nextLine();
        this.permissions = permissions & 07777;
        this.accessedNs = volume.bootNs();
        this.modifiedNs = accessedNs;
        this.changedNs = accessedNs;
    }

    public abstract FileKind kind();

    /** Size in bytes as stat tells it. */
    public abstract long size();

    /** Reads from an offset (ignored by what has none). */
    public abstract long read(OpenFile file, UserBuffer to, long offset, Payer payer);

    /** Writes at an offset (ignored by what has none). */
    public abstract long write(OpenFile file, UserBuffer from, long offset, Payer payer);

    /** What would not block now: bits of poll. */
    public int ready(OpenFile file) {
        return READABLE | WRITABLE;
    }

    /** Those who wait until it is ready; null for what never blocks. */
    public WaitQueue waiters() {
        return null;
    }

    /**
     * How often something new came to be read; edge-triggered epoll tells each time. 0 where only
     * the change of readiness counts.
     */
    public long arrivals() {
        return 0;
    }

    /**
     * What comes of opening it: itself; or what is to be had there, EAGAIN until there is one (see
     * {@link #waiters}).
     */
    public Answer<Inode> opening(Payer payer) {
        return Answer.of(this);
    }

    /** Whether it has a position. */
    public boolean seekable() {
        return false;
    }

    /** Sets the size; only regular files have one to set. */
    public Errno truncate(long size, Payer payer) {
        return Errno.EINVAL;
    }

    /** Major and minor of a device as {@code major << 8 | minor}. */
    public long deviceNumber() {
        return 0;
    }

    /** 512-byte blocks in use. */
    protected long blocks() {
        return 0;
    }

    /** An open file of it came to be. */
    protected void opened(OpenFile file) {
        opens++;
    }

    /** An open file of it is gone. */
    protected void closed(OpenFile file, Payer payer) {
        opens--;
        releaseIfUnused(payer);
    }

    /** Has no name and nobody has it open. */
    protected void unused() {}

    /** Whether a link may give it a name although it has none. */
    final boolean nameable() {
        return nameable;
    }

    final void nameable(boolean may) {
        nameable = may;
    }

    final void linked() {
        nameable = false;
        links++;
    }

    final void unlinked(Payer payer) {
        links--;
        changed(payer);
        releaseIfUnused(payer);
    }

    /** The name by which it was reached last: changes are told of there, too. */
    final void livesIn(Directory directory, String name) {
        home = directory;
        homeName = name;
    }

    final void leaves(Directory directory, String name) {
        if (home == directory && homeName.equals(name)) {
            home = null;
        }
    }

    /** Tells a watcher of every change from now on. */
    public final void watch(Watcher watcher) {
        watchers = new ArrayList<>(watchers);
        watchers.add(watcher);
    }

    public final void unwatch(Watcher watcher) {
        watchers = new ArrayList<>(watchers);
        watchers.remove(watcher);
    }

    /** Tells those who watch it or the directory that it lives in. */
    public final void tell(Change what, Payer payer) {
        if (home != null) {
            ((Inode) home).tell(what, homeName, this, 0, payer);
        }
        tell(what, null, this, 0, payer);
    }

    final void tell(Change what, String name, Inode subject, int cookie, Payer payer) {
        for (Watcher watcher : watchers) {
            watcher.changed(what, name, subject instanceof Directory, cookie, payer);
        }
    }

    private void releaseIfUnused(Payer payer) {
        if (links == 0 && opens == 0) {
            tell(Change.DELETED_SELF, null, this, 0, payer);
            unused();
        }
    }

    /** So many more, or fewer, hold it without having it open: areas that map it. */
    final void held(int more) {
        opens += more;
        if (more < 0 && links == 0 && opens == 0) {
            unused();
        }
    }

    public final Volume volume() {
        return volume;
    }

    public final long number() {
        return number;
    }

    /** Line address of its kernel object. */
    public final long objectLine() {
        return objectLine;
    }

    /** Permission bits with set-id and sticky bits, 07777. */
    public final int permissions() {
        return permissions;
    }

    public final void permissions(int bits, Payer payer) {
        permissions = bits & 07777;
        changed(payer);
        tell(Change.ATTRIBUTES, payer);
    }

    public final int owner() {
        return owner;
    }

    public final int group() {
        return group;
    }

    public final void owner(int user, int newGroup, Payer payer) {
        owner = user;
        group = newGroup;
        changed(payer);
        tell(Change.ATTRIBUTES, payer);
    }

    public final int links() {
        return links;
    }

    /** Sets times as imported from a host or set by utimensat; ns since 1970. */
    public final void times(long accessed, long modified, long changed) {
        accessedNs = accessed;
        modifiedNs = modified;
        changedNs = changed;
    }

    public final long accessedNs() {
        return accessedNs;
    }

    public final long modifiedNs() {
        return modifiedNs;
    }

    final void imported(int user, int newGroup) {
        owner = user;
        group = newGroup;
    }

    protected final void modified(Payer payer) {
        payer.dirty(objectLine);
        modifiedNs = volume.nanoseconds(payer.nowMc());
        changedNs = modifiedNs;
        changeListeners.forEach(Runnable::run);
    }

    /** Somebody wrote through a mapping: the times follow when the kernel learns of it. */
    public final void wroteThroughMapping(Payer payer) {
        modified(payer);
    }

    protected final void changed(Payer payer) {
        payer.dirty(objectLine);
        changedNs = volume.nanoseconds(payer.nowMc());
        changeListeners.forEach(Runnable::run);
    }

    /** Is told after each change of size, contents by an operation, or attributes. */
    public final void onChange(Kept.Action listener) {
        changeListeners.add(listener);
    }

    public final Attributes attributes() {
        return new Attributes(
                volume.device(),
                number,
                kind().modeBits() | permissions,
                linksAsTold(),
                owner,
                group,
                deviceNumber(),
                size(),
                4096,
                blocks(),
                accessedNs,
                modifiedNs,
                changedNs);
    }

    /** The number of links that stat tells. */
    protected int linksAsTold() {
        return links;
    }
}
