package org.rustos.kernel.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A directory of the host's own file system, and never a byte from outside it: links are not
 * followed. Sockets, pipes and devices are left out, for reading them would reach beyond the
 * directory.
 */
public final class HostDisk {
    private static final String WANTED = "unix:mode,uid,gid,ino,size,lastModifiedTime";

    private Content open;
    private FileChannel channel;

    private HostDisk() {}

    /**
     * A directory as the root of what a guest sees.
     *
     * @throws IOException if it is no readable directory
     */
    public static HostEntry root(Path directory) throws IOException {
        Path real = directory.toRealPath();
        HostFacts facts = facts(real);
        if (!facts.is(FileKind.DIRECTORY)) {
            throw new NotDirectoryException(directory.toString());
        }
        return HostEntry.folder("", facts, new HostDisk().new Folder(real));
    }

    private static HostFacts facts(Path path) throws IOException {
        Map<String, Object> all = Files.readAttributes(path, WANTED, LinkOption.NOFOLLOW_LINKS);
        return new HostFacts(
                (int) all.get("mode"),
                (int) all.get("uid"),
                (int) all.get("gid"),
                ((Number) all.get("ino")).longValue(),
                (long) all.get("size"),
                ((FileTime) all.get("lastModifiedTime")).to(TimeUnit.NANOSECONDS));
    }

    private static String guestName(Path path) {
        return new String(
                path.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** One directory. */
    private final class Folder implements HostFolder {
        private final Path directory;

        Folder(Path directory) {
            this.directory = directory;
        }

        @Override
        public List<HostEntry> entries() throws IOException {
            try {
                return read();
            } catch (AccessDeniedException e) {
                throw e;
            } catch (IOException | DirectoryIteratorException e) {
                throw new IOException(directory + ": cannot be read: " + e, e);
            }
        }

        private List<HostEntry> read() throws IOException {
            if (!directory.toRealPath().equals(directory)) {
                throw new IOException("became a link while it was used");
            }
            NavigableMap<String, Path> found = new TreeMap<>();
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
                stream.forEach(path -> found.put(guestName(path.getFileName()), path));
            }
            List<HostEntry> entries = new ArrayList<>();
            for (Map.Entry<String, Path> one : found.entrySet()) {
                HostEntry entry = entry(one.getKey(), one.getValue());
                if (entry != null) {
                    entries.add(entry);
                }
            }
            return entries;
        }

        /** Null for what the guest must not see, or what vanished since it was listed. */
        private HostEntry entry(String name, Path path) {
            try {
                HostFacts facts = facts(path);
                if (facts.is(FileKind.DIRECTORY)) {
                    return HostEntry.folder(name, facts, new Folder(path));
                }
                if (facts.is(FileKind.REGULAR)) {
                    return HostEntry.file(name, facts, new Content(path, facts));
                }
                return facts.is(FileKind.SYMLINK)
                        ? HostEntry.link(name, facts, guestName(Files.readSymbolicLink(path)))
                        : null;
            } catch (IOException e) {
                return null;
            }
        }
    }

    /** One file. */
    private final class Content implements HostContent {
        private final Path path;
        private final HostFacts facts;

        Content(Path path, HostFacts facts) {
            this.path = path;
            this.facts = facts;
        }

        @Override
        public void read(long offset, ByteBuffer into) throws IOException {
            boolean whole;
            try {
                FileChannel from = channel();
                while (into.hasRemaining() && from.read(into, offset + into.position()) > 0) {
                    // A read may be short; the end is found by a read of nothing.
                }
                whole = !into.hasRemaining() && facts(path).sameContent(facts);
            } catch (AccessDeniedException e) {
                throw e;
            } catch (IOException e) {
                throw new IOException(path + ": cannot be read: " + e, e);
            }
            if (!whole) {
                throw new IOException(path + ": changed while the guest read it; run again");
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
