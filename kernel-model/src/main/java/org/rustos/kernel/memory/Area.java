package org.rustos.kernel.memory;

import org.rustos.core.hart.Access;
import org.rustos.core.memory.PageSize;
import org.rustos.core.memory.Permissions;

/**
 * A range of a process's addresses with one meaning.
 *
 * @param start first address, page-aligned
 * @param end first address behind it, page-aligned
 * @param permissions what user code may do
 * @param pageSize size of its pages
 * @param name for /proc/self/maps and messages: stack, heap, a file's path
 */
public record Area(
        long start,
        long end,
        Permissions permissions,
        Backing backing,
        PageSize pageSize,
        String name) {
    public long length() {
        return end - start;
    }

    /** Whether user code may access it so. */
    public boolean allows(Access access) {
        return switch (access) {
            case READ -> permissions.read();
            case WRITE -> permissions.write();
            case EXECUTE -> permissions.execute();
        };
    }

    /** The part of this area from one address to another, both inside. */
    public Area part(long from, long to) {
        Backing rest =
                backing instanceof Backing.Paged paged
                        ? new Backing.Paged(
                                paged.pages(), paged.offset() + (from - start), paged.shared())
                        : backing;
        return new Area(from, to, permissions, rest, pageSize, name);
    }

    /** Whether an area that begins at this one's end only continues it. */
    boolean continuedBy(Area next) {
        boolean same =
                end == next.start
                        && permissions.equals(next.permissions)
                        && pageSize == next.pageSize
                        && name.equals(next.name);
        return same
                && (backing instanceof Backing.Paged paged
                                && next.backing instanceof Backing.Paged other
                        ? paged.pages() == other.pages()
                                && paged.shared() == other.shared()
                                && paged.offset() + length() == other.offset()
                        : backing.equals(next.backing));
    }

    /** This area and the one that continues it, as one. */
    Area until(long newEnd) {
        return new Area(start, newEnd, permissions, backing, pageSize, name);
    }

    public Area withPermissions(Permissions changed) {
        return new Area(start, end, changed, backing, pageSize, name);
    }
}
