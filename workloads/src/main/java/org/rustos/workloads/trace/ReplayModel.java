package org.rustos.workloads.trace;

import org.rustos.kernel.op.Errno;
import org.rustos.workloads.FilePattern;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Says what each operation must answer: files as arrays of bytes in Java, with nothing but errnos
 * of the kernel that is simulated.
 */
final class ReplayModel {
    static final long MOST_BYTES = 48L << 20;
    private static final long MOST_TRANSFERRED = 256L << 20;

    /** A file's bytes; the array may be longer than the file. */
    private static final class Content {
        private byte[] bytes;
        private int size;
        private boolean there;
    }

    private final Map<ReplayFile, Content> contents = new HashMap<>();
    private long bytes;
    private long transferred;
    private long digest;

    /** The files as they are before the first call. */
    ReplayModel(List<ReplayFile> files) throws TraceException {
        for (ReplayFile file : files) {
            Content content = new Content();
            grow(0, file.initialSize());
            content.bytes = ReplayBytes.initial(file.number(), (int) file.initialSize());
            content.size = content.bytes.length;
            content.there = file.atStart();
            contents.put(file, content);
        }
    }

    private void grow(int line, long more) throws TraceException {
        bytes += more;
        if (bytes > MOST_BYTES) {
            throw new TraceException(
                    (line == 0 ? "" : "line " + line + ": ")
                            + "its files need more than "
                            + (MOST_BYTES >> 20)
                            + " MiB; cut the log");
        }
    }

    boolean there(ReplayFile file) {
        return contents.get(file).there;
    }

    int size(ReplayFile file) {
        return contents.get(file).size;
    }

    long digest() {
        return digest;
    }

    /**
     * Does one operation; what it answers.
     *
     * @param number the operation's own, which is part of what it writes
     */
    long run(int number, ReplayOp op) throws TraceException {
        Content content = contents.get(op.file());
        return switch (op.kind()) {
            case NULL, CLOSE -> 0;
            case OPEN -> open(content, op);
            case READ -> read(content, op);
            case WRITE -> write(content, op, number);
            case STAT -> {
                if (content.there && op.file().kind() == ReplayFile.Kind.REGULAR) {
                    digest = FilePattern.fold(digest, content.size);
                }
                yield content.there ? 0 : Errno.ENOENT.negative();
            }
        };
    }

    private static long open(Content content, ReplayOp op) {
        content.there |= op.creates();
        if (content.there && op.truncates()) {
            content.size = 0;
        }
        return content.there ? 0 : Errno.ENOENT.negative();
    }

    private void transfer(ReplayOp op, long bytes) throws TraceException {
        transferred += bytes;
        if (transferred > MOST_TRANSFERRED) {
            throw TraceException.at(
                    op.line(),
                    "more than " + (MOST_TRANSFERRED >> 20) + " MiB read and written; cut the log");
        }
    }

    private long read(Content content, ReplayOp op) throws TraceException {
        long end = Math.min(content.size, op.offset() + op.length());
        if (end <= op.offset()) {
            return 0;
        }
        transfer(op, end - op.offset());
        digest = ReplayBytes.fold(digest, content.bytes, (int) op.offset(), (int) end);
        return end - op.offset();
    }

    private long write(Content content, ReplayOp op, int number) throws TraceException {
        long end = op.offset() + op.length();
        if (op.length() == 0) {
            return 0;
        }
        transfer(op, op.length());
        if (end > content.bytes.length) {
            grow(op.line(), end - content.bytes.length);
            content.bytes = Arrays.copyOf(content.bytes, (int) end);
        }
        if (op.offset() > content.size) {
            Arrays.fill(content.bytes, content.size, (int) op.offset(), (byte) 0);
        }
        byte[] written = ReplayBytes.written(number, op.length());
        System.arraycopy(written, 0, content.bytes, (int) op.offset(), op.length());
        content.size = Math.max(content.size, (int) end);
        return op.length();
    }
}
