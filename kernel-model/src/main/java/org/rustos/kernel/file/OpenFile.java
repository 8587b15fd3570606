package org.rustos.kernel.file;

import org.rustos.kernel.cap.KernelObject;
import org.rustos.kernel.cap.ObjectHeader;
import org.rustos.kernel.cap.ObjectKind;

/**
 * One opening of an inode: a position and the way it was opened, shared by all names (descriptors,
 * capabilities, processes) that refer to it.
 */
public final class OpenFile implements KernelObject {
    private final Inode inode;
    private final String path;
    private final ObjectHeader header;
    private int flags;
    private long position;
    private int users = 1;
    private String lastEntry;

    /**
     * Opens an inode.
     *
     * @param flags {@link OpenFlags}
     * @param path for messages and /proc/self/fd; may be out of date
     */
    public OpenFile(Inode inode, int flags, String path) {
        this.inode = inode;
        this.flags = flags;
        this.path = path;
        this.header = new ObjectHeader(inode.volume().nextLine());
        inode.opened(this);
    }

    public Inode inode() {
        return inode;
    }

    public String path() {
        return path;
    }

    @Override
    public ObjectKind kind() {
        return switch (inode) {
            case Directory _ -> ObjectKind.DIRECTORY;
            case Console _ -> ObjectKind.CONSOLE;
            default -> ObjectKind.FILE;
        };
    }

    @Override
    public ObjectHeader header() {
        return header;
    }

    public int flags() {
        return flags;
    }

    /** Changes the flags that may change while open: append, non-blocking, direct, access time. */
    public void changeFlags(int wanted) {
        int mask =
                OpenFlags.APPEND
                        | OpenFlags.NON_BLOCKING
                        | OpenFlags.DIRECT
                        | OpenFlags.NO_ACCESS_TIME;
        flags = (flags & ~mask) | (wanted & mask);
    }

    public boolean readable() {
        return (flags & OpenFlags.ACCESS_MASK) != OpenFlags.WRITE_ONLY
                && (flags & OpenFlags.PATH_ONLY) == 0;
    }

    public boolean writable() {
        return (flags & OpenFlags.ACCESS_MASK) != OpenFlags.READ_ONLY
                && (flags & OpenFlags.PATH_ONLY) == 0;
    }

    public boolean nonBlocking() {
        return (flags & OpenFlags.NON_BLOCKING) != 0;
    }

    /** Offset of the next read or write; meaningless for what is not seekable. */
    public long position() {
        return position;
    }

    public void position(long next) {
        position = next;
        if (inode instanceof Directory directory) {
            lastEntry = directory.nameAt(next);
        }
    }

    /** Reads at the position and moves it, or at an offset of the caller's. */
    public long read(UserBuffer to, long offset, Payer payer) {
        payer.charge("file.read");
        long done = inode.read(this, to, offset < 0 ? position : offset, payer);
        if (offset < 0 && done > 0 && inode.seekable()) {
            position += done;
        }
        if (done > 0) {
            inode.tell(Change.READ, payer);
        }
        return done;
    }

    /**
     * Writes at the position (the end, if appending) and moves it, or at an offset of the caller's.
     */
    public long write(UserBuffer from, long offset, Payer payer) {
        payer.charge("file.write");
        boolean append = (flags & OpenFlags.APPEND) != 0 && inode.seekable();
        long at = append ? inode.size() : offset < 0 ? position : offset;
        long done = inode.write(this, from, at, payer);
        if (offset < 0 && done > 0 && inode.seekable()) {
            position = at + done;
        }
        if (done > 0) {
            inode.tell(Change.WRITTEN, payer);
        }
        return done;
    }

    /** The next entry of a directory, or null at the end; see {@link #advance}. */
    public Directory.Entry nextEntry() {
        return ((Directory) inode).after(lastEntry);
    }

    /** Moves a directory stream behind an entry. */
    public void advance(Directory.Entry entry) {
        lastEntry = entry.name();
        position = entry.cookie();
    }

    /** One more name refers to it (dup, fork, delegation). */
    public void retain() {
        users++;
    }

    /** Whether no name is left. */
    public boolean closed() {
        return users == 0;
    }

    /** One name less; the last closes it. */
    public void release(Payer payer) {
        if (--users == 0) {
            payer.charge("file.close");
            inode.volume().locks().closed(inode, this, payer.nowMc());
            if ((flags & OpenFlags.PATH_ONLY) == 0) {
                inode.tell(writable() ? Change.CLOSED_WRITABLE : Change.CLOSED, payer);
            }
            inode.closed(this, payer);
        }
    }
}
