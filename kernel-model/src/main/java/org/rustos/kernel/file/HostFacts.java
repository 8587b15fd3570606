package org.rustos.kernel.file;

/**
 * What a guest is told of a file of the host. Access times are left out: the host changes them
 * whenever we read.
 *
 * @param mode type and permissions, as in {@code st_mode}
 * @param number that tells two files of one name apart
 * @param modifiedNs nanoseconds since 1970
 */
public record HostFacts(int mode, int user, int group, long number, long size, long modifiedNs) {
    private static final int TYPE_MASK = 0170000;

    /** Whether it is a thing of that kind. */
    public boolean is(FileKind kind) {
        return (mode & TYPE_MASK) == kind.modeBits();
    }

    void giveTo(Inode inode) {
        inode.imported(user, group);
        inode.times(modifiedNs, modifiedNs, modifiedNs);
    }

    /** Whether nobody wrote in between. */
    boolean sameContent(HostFacts other) {
        return number == other.number && size == other.size && modifiedNs == other.modifiedNs;
    }
}
