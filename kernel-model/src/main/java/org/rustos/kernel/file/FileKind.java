package org.rustos.kernel.file;

/** What an inode is, with the type bits of {@code st_mode} and the {@code d_type} of Linux. */
public enum FileKind {
    PIPE(0010000, 1),
    CHARACTER(0020000, 2),
    DIRECTORY(0040000, 4),
    REGULAR(0100000, 8),
    SYMLINK(0120000, 10),
    SOCKET(0140000, 12),
    /** What has a descriptor but no type: eventfd, epoll, timerfd. */
    ANONYMOUS(0, 0);

    private final int modeBits;
    private final int entryType;

    FileKind(int modeBits, int entryType) {
        this.modeBits = modeBits;
        this.entryType = entryType;
    }

    /** The type part of {@code st_mode}. */
    public int modeBits() {
        return modeBits;
    }

    /** {@code d_type} of a directory entry. */
    public int entryType() {
        return entryType;
    }
}
