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

    private final transient Path base;
    private transient Content open;
    private transient FileChannel channel;

    private HostDisk(Path base) {
        this.base = base;
    }

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
        return HostEntry.folder("", facts, new HostDisk(real).new Folder(""));
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

    /** Where a place of the directory is now: a snapshot may have moved, and may lie. */
    private Path at(String place) throws IOException {
        Path path = base.resolve(place).normalize();
        if (!path.startsWith(base)) {
            throw new IOException(place + ": lies outside of the root");
        }
        return path;
    }

    private String place(Path path) {
        return base.relativize(path).toString();
    }

    /** One directory. */
    private final class Folder implements HostFolder {
        private final String directory;

        Folder(String directory) {
            this.directory = directory;
        }

        @Override
        public List<HostEntry> entries() throws IOException {
            try {
                return read();
            } catch (AccessDeniedException e) {
                throw e;
            } catch (IOException | DirectoryIteratorException e) {
                throw new IOException(base.resolve(directory) + ": cannot be read: " + e, e);
            }
        }

        private List<HostEntry> read() throws IOException {
            Path folder = at(directory);
            if (!folder.toRealPath().equals(folder)) {
                throw new IOException("became a link while it was used");
            }
            NavigableMap<String, Path> found = new TreeMap<>();
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
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
                    return HostEntry.folder(name, facts, new Folder(place(path)));
                }
                if (facts.is(FileKind.REGULAR)) {
                    return HostEntry.file(name, facts, new Content(place(path), facts));
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
        private final String place;
        private final HostFacts facts;

        Content(String place, HostFacts facts) {
            this.place = place;
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
                whole = !into.hasRemaining() && facts(at(place)).sameContent(facts);
            } catch (AccessDeniedException e) {
                throw e;
            } catch (IOException e) {
                throw new IOException(base.resolve(place) + ": cannot be read: " + e, e);
            }
            if (!whole) {
                throw new IOException(
                        base.resolve(place) + ": changed while the guest read it; run again");
            }
        }

        private FileChannel channel() throws IOException {
            if (open != this) {
                if (channel != null) {
                    channel.close();
                }
                open = null;
                Path path = at(place);
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
