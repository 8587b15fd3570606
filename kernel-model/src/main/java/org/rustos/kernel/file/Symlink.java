package org.rustos.kernel.file;

import org.rustos.kernel.op.Errno;

/** A name that stands for a path. */
public final class Symlink extends Inode {
    private final String target;

    /**
     * Creates a link.
     *
     * @param target the path, one char a byte
     */
    public Symlink(Volume volume, String target) {
        super(volume, 0777);
        this.target = target;
    }

    public String target() {
        return target;
    }

    @Override
    public FileKind kind() {
        return FileKind.SYMLINK;
    }

    @Override
    public long size() {
        return target.length();
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
