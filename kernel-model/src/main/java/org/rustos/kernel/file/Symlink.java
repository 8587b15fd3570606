package org.rustos.kernel.file;

import org.rustos.core.snapshot.Kept;
import org.rustos.kernel.op.Errno;

/**
 * A name that stands for a path; one of the kernel's own may change its mind, and may lead to a
 * thing that no path names (a pipe below /proc/self/fd).
 */
public final class Symlink extends Inode {
    private final Kept.Source<String> target;
    private final Kept.Source<Inode> end;

    /**
     * Creates a link.
     *
     * @param target the path, one char a byte
     */
    public Symlink(Volume volume, String target) {
        this(volume, () -> target, null);
    }

    /**
     * Creates a link of the kernel's own.
     *
     * @param end what it leads to, whatever its target says; null to follow the target
     */
    public Symlink(Volume volume, Kept.Source<String> target, Kept.Source<Inode> end) {
        super(volume, 0777);
        this.target = target;
        this.end = end;
    }

    public String target() {
        return target.get();
    }

    /** Where it leads without a path; null if its target is to be followed. */
    Inode end() {
        return end == null ? null : end.get();
    }

    @Override
    public FileKind kind() {
        return FileKind.SYMLINK;
    }

    @Override
    public long size() {
        return target.get().length();
    }

    @Override
    public long read(OpenFile file, UserBuffer to, long offset, Payer payer) {
        return Errno.EBADF.negative();
    }

    @Override
    public long write(OpenFile file, UserBuffer from, long offset, Payer payer) {
        return Errno.EBADF.negative();
    }
}
