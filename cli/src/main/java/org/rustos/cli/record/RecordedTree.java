package org.rustos.cli.record;

import org.rustos.kernel.file.FileKind;
import org.rustos.kernel.file.HostContent;
import org.rustos.kernel.file.HostEntry;
import org.rustos.kernel.file.HostFacts;
import org.rustos.kernel.file.HostFolder;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The tree that {@link TreeRecorder} saw, from its file alone. Pages stay on disk until they are
 * asked for; what was never told is refused.
 */
final class RecordedTree implements AutoCloseable {
    private static final int LONGEST_TEXT = 1 << 16;
    private static final int LARGEST_PAGE = 1 << 12;

    private record Key(long number, long offset) {}

    /** What was answered: entries, or where the bytes are, or a refusal. */
    private record Reply(List<HostEntry> entries, long position, int length, IOException refusal) {}

    private final Map<Key, Deque<Reply>> replies = new HashMap<>();
    private final FileChannel bytes;
    private HostEntry root;
    private long next;

    /** Reads the index of a recorded tree into memory. */
    RecordedTree(Path path) {
        try {
            bytes = FileChannel.open(path);
        } catch (IOException e) {
            throw damaged(path);
        }
        Counted counted;
        try (InputStream file = new BufferedInputStream(Files.newInputStream(path))) {
            counted = new Counted(file);
            index(counted, new DataInputStream(counted));
        } catch (IOException e) {
            close();
            throw damaged(path);
        }
    }

    private static RuntimeException damaged(Path path) {
        return Recording.bad(path + ": damaged, no recorded files; record again");
    }

    private void index(Counted counted, DataInputStream in) throws IOException {
        root = entry("", facts(in), "");
        if (root.folder() == null) {
            throw new IOException("no folder");
        }
        for (int kind = in.read(); kind >= 0; kind = in.read()) {
            long number = Varint.read(in);
            long offset = kind == TreeRecorder.LISTING ? TreeRecorder.NO_OFFSET : Varint.read(in);
            replies.computeIfAbsent(new Key(number, offset), k -> new ArrayDeque<>())
                    .add(reply(kind, counted, in));
        }
    }

    private Reply reply(int kind, Counted counted, DataInputStream in) throws IOException {
        switch (kind) {
            case TreeRecorder.LISTING -> {
                return new Reply(listing(in), 0, 0, null);
            }
            case TreeRecorder.REFUSED -> {
                return new Reply(null, 0, 0, refusal(in));
            }
            case TreeRecorder.PAGE -> {
                int length = length(in, LARGEST_PAGE);
                Reply page = new Reply(null, counted.position(), length, null);
                in.skipNBytes(length);
                return page;
            }
            default -> throw new IOException("no record");
        }
    }

    HostEntry root() {
        return root;
    }

    private List<HostEntry> listing(DataInputStream in) throws IOException {
        long count = Varint.read(in);
        List<HostEntry> entries = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            entries.add(entry(text(in), facts(in), text(in)));
        }
        return entries;
    }

    private HostEntry entry(String name, HostFacts facts, String target) throws IOException {
        long number = next++;
        if (facts.size() < 0 || name.indexOf('/') >= 0) {
            throw new IOException("no file");
        }
        if (facts.is(FileKind.DIRECTORY)) {
            HostFolder folder = () -> listing(number);
            return HostEntry.folder(name, facts, folder);
        }
        if (facts.is(FileKind.REGULAR)) {
            HostContent content = (offset, into) -> page(number, offset, into);
            return HostEntry.file(name, facts, content);
        }
        if (!facts.is(FileKind.SYMLINK)) {
            throw new IOException("no kind of file");
        }
        return HostEntry.link(name, facts, target);
    }

    private static HostFacts facts(DataInputStream in) throws IOException {
        return new HostFacts(
                (int) Varint.read(in),
                (int) Varint.read(in),
                (int) Varint.read(in),
                Varint.read(in),
                Varint.read(in),
                in.readLong());
    }

    private static int length(DataInputStream in, int most) throws IOException {
        long length = Varint.read(in);
        if (length < 0 || length > most) {
            throw new IOException("a length is out of range");
        }
        return (int) length;
    }

    private static byte[] block(DataInputStream in) throws IOException {
        byte[] bytes = new byte[length(in, LONGEST_TEXT)];
        in.readFully(bytes);
        return bytes;
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(block(in), StandardCharsets.ISO_8859_1);
    }

    private static IOException refusal(DataInputStream in) throws IOException {
        int kind = in.readUnsignedByte();
        String line = new String(block(in), StandardCharsets.UTF_8);
        return kind == TreeRecorder.DENIED
                ? new AccessDeniedException(line)
                : new IOException(line);
    }

    /** In the order in which they were given; the last one again and again. */
    private Reply reply(long number, long offset) throws IOException {
        Deque<Reply> given = replies.get(new Key(number, offset));
        if (given == null) {
            throw new IOException("the recording lacks a file that this run reads");
        }
        Reply reply = given.size() > 1 ? given.removeFirst() : given.peekFirst();
        if (reply.refusal() != null) {
            throw reply.refusal();
        }
        return reply;
    }

    private List<HostEntry> listing(long number) throws IOException {
        List<HostEntry> entries = reply(number, TreeRecorder.NO_OFFSET).entries();
        if (entries == null) {
            throw new IOException("the recording holds no folder of that number");
        }
        return entries;
    }

    private void page(long number, long offset, ByteBuffer into) throws IOException {
        Reply reply = reply(number, offset);
        if (reply.length() != into.remaining()) {
            throw new IOException("the recording holds another length of a file");
        }
        long start = reply.position() - into.position();
        while (into.hasRemaining() && bytes.read(into, start + into.position()) > 0) {
            // A read may be short; the index was checked to reach to its end.
        }
    }

    @Override
    public void close() {
        try {
            bytes.close();
        } catch (IOException e) {
            throw new IllegalStateException(e); // nothing is written
        }
    }
}
