package org.rustos.kernel.file;

import org.rustos.core.memory.PhysicalMemory;
import org.rustos.kernel.op.Errno;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A directory of the host as the guest may see it: read-only, brought in at first use, and never a
 * byte from outside it.
 *
 * <p>Links of the host are not followed here: the guest resolves them inside its own tree. Sockets,
 * pipes and devices of the host are left out, for reading them would reach beyond the directory.
 */
public final class HostTree {
    private static final int TYPE_MASK = 0170000;
    private static final String WANTED = "unix:mode,uid,gid,ino,size,lastModifiedTime";

    private final Volume volume;
    private Content open;
    private FileChannel channel;

    private HostTree(Volume volume) {
        this.volume = volume;
    }

    /**
     * Opens a directory of the host as a root.
     *
     * @throws IOException if it is no readable directory
     */
    public static Directory open(Volume volume, Path directory) throws IOException {
        Path real = directory.toRealPath();
        HostTree tree = new HostTree(volume);
        Attributes attributes = Attributes.of(real);
        if ((attributes.mode & TYPE_MASK) != FileKind.DIRECTORY.modeBits()) {
            throw new java.nio.file.NotDirectoryException(directory.toString());
        }
        Directory root = new Directory(volume, attributes.mode & 07777, tree.new Listing(real));
        attributes.giveTo(root);
        return root;
    }

    /** What matters of a host file. */
    private record Attributes(
            int mode, int user, int group, long number, long size, FileTime modified) {
        static Attributes of(Path path) throws IOException {
            Map<String, Object> all = Files.readAttributes(path, WANTED, LinkOption.NOFOLLOW_LINKS);
            return new Attributes(
                    (int) all.get("mode"),
                    (int) all.get("uid"),
                    (int) all.get("gid"),
                    ((Number) all.get("ino")).longValue(),
                    (long) all.get("size"),
                    (FileTime) all.get("lastModifiedTime"));
        }

        /** Access times are left out: the host changes them whenever we read. */
        void giveTo(Inode inode) {
            long ns = modified.to(TimeUnit.NANOSECONDS);
            inode.imported(user, group);
            inode.times(ns, ns, ns);
        }

        boolean sameContent(Attributes other) {
            return number == other.number && size == other.size && modified.equals(other.modified);
        }
    }

    /** The entries of one host directory that were not asked for yet. */
    final class Listing {
        private final Path directory;

        Listing(Path directory) {
            this.directory = directory;
        }

        Errno fill(Directory into) {
            NavigableMap<String, Path> found = new TreeMap<>();
            try {
                if (!directory.toRealPath().equals(directory)) {
                    volume.problem(directory + ": became a link while it was used");
                    return Errno.EIO;
                }
                try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
                    stream.forEach(path -> found.put(guestName(path.getFileName()), path));
                }
                for (Map.Entry<String, Path> entry : found.entrySet()) {
                    Inode inode = inode(entry.getValue());
                    if (inode != null) {
                        into.add(entry.getKey(), inode);
                    }
                }
                return Errno.OK;
            } catch (AccessDeniedException e) {
                return Errno.EACCES;
            } catch (IOException | DirectoryIteratorException e) {
                volume.problem(directory + ": cannot be read: " + e);
                return Errno.EIO;
            }
        }

        /** Null for what the guest must not see, or what vanished since it was listed. */
        private Inode inode(Path path) {
            try {
                Attributes attributes = Attributes.of(path);
                int type = attributes.mode & TYPE_MASK;
                Inode inode = null;
                if (type == FileKind.DIRECTORY.modeBits()) {
                    inode = new Directory(volume, attributes.mode, new Listing(path));
                } else if (type == FileKind.REGULAR.modeBits()) {
                    inode = new RegularFile(volume, attributes.mode, new Content(path, attributes));
                } else if (type == FileKind.SYMLINK.modeBits()) {
                    inode = new Symlink(volume, guestName(Files.readSymbolicLink(path)));
                }
                if (inode != null) {
                    attributes.giveTo(inode);
                }
                return inode;
            } catch (IOException e) {
                return null;
            }
        }
    }

    private static String guestName(Path path) {
        return new String(
                path.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** The bytes of one host file, read page by page. */
    final class Content {
        private final Path path;
        private final Attributes attributes;

        private Content(Path path, Attributes attributes) {
            this.path = path;
            this.attributes = attributes;
        }

        long size() {
            return attributes.size;
        }

        /** Fills a zeroed frame with a page of the file. */
        Errno load(long page, long frame) {
            long offset = page << PhysicalMemory.PAGE_SHIFT;
            int length = (int) Math.min(PhysicalMemory.PAGE_SIZE, attributes.size - offset);
            try {
                FileChannel from = channel();
                var target = volume.memory().segment().asSlice(frame, length).asByteBuffer();
                while (target.hasRemaining() && from.read(target, offset + target.position()) > 0) {
                    // A read may be short; the end is found by a read of nothing.
                }
                if (target.hasRemaining() || !Attributes.of(path).sameContent(attributes)) {
                    volume.problem(path + ": changed while the guest read it; run again");
                    return Errno.EIO;
                }
                return Errno.OK;
            } catch (AccessDeniedException e) {
                return Errno.EACCES;
            } catch (IOException e) {
                volume.problem(path + ": cannot be read: " + e);
                return Errno.EIO;
            }
        }

        private FileChannel channel() throws IOException {
            if (open != this) {
                if (channel != null) {
                    channel.close();
                }
                open = null;
                if (!path.getParent().toRealPath().equals(path.getParent())) {
                    throw new IOException("its directory became a link");
                }
                channel =
                        FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
                open = this;
            }
            return channel;
        }
    }
}
