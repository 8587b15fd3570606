package org.rustos.kernel.file;

import org.rustos.core.memory.PhysicalMemory;
import org.rustos.kernel.op.Errno;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;

/**
 * A directory from outside as the guest may see it: read-only and brought in at first use. Links
 * are resolved by the guest inside its own tree.
 */
public final class HostTree {
    private final Volume volume;

    private HostTree(Volume volume) {
        this.volume = volume;
    }

    /**
     * Opens a directory of the host as a root.
     *
     * @throws IOException if it is no readable directory
     */
    public static Directory open(Volume volume, Path directory) throws IOException {
        return open(volume, HostDisk.root(directory));
    }

    /** Opens a directory from anywhere as a root. */
    public static Directory open(Volume volume, HostEntry entry) {
        HostTree tree = new HostTree(volume);
        Directory root =
                new Directory(
                        volume, entry.facts().mode() & 07777, tree.new Listing(entry.folder()));
        entry.facts().giveTo(root);
        return root;
    }

    private Errno refused(IOException why) {
        if (why instanceof AccessDeniedException) {
            return Errno.EACCES;
        }
        volume.problem(why.getMessage());
        return Errno.EIO;
    }

    /** The entries of one directory that were not asked for yet. */
    final class Listing {
        private final HostFolder folder;

        Listing(HostFolder folder) {
            this.folder = folder;
        }

        Errno fill(Directory into) {
            try {
                for (HostEntry entry : folder.entries()) {
                    Inode inode = inode(entry);
                    entry.facts().giveTo(inode);
                    into.add(entry.name(), inode);
                }
                return Errno.OK;
            } catch (IOException e) {
                return refused(e);
            }
        }

        private Inode inode(HostEntry entry) {
            int mode = entry.facts().mode();
            if (entry.folder() != null) {
                return new Directory(volume, mode, new Listing(entry.folder()));
            }
            return entry.content() != null
                    ? new RegularFile(volume, mode, new Content(entry))
                    : new Symlink(volume, entry.target());
        }
    }

    /** The bytes of one file, read page by page. */
    final class Content {
        private final HostEntry file;

        private Content(HostEntry file) {
            this.file = file;
        }

        long size() {
            return file.facts().size();
        }

        /** Fills a zeroed frame with a page of the file. */
        Errno load(long page, long frame) {
            long offset = page << PhysicalMemory.PAGE_SHIFT;
            int length = (int) Math.min(PhysicalMemory.PAGE_SIZE, size() - offset);
            try {
                file.content()
                        .read(
                                offset,
                                volume.memory().segment().asSlice(frame, length).asByteBuffer());
                return Errno.OK;
            } catch (IOException e) {
                return refused(e);
            }
        }
    }
}
