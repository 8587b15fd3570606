package org.rustos.cpu.riscv.bare;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * The content of a disk: a file of the host that is only read, and what the guest has changed, so
 * that a run neither harms its input nor depends on the run before it.
 */
public final class DiskImage implements AutoCloseable {
    static final int SECTOR = 512;

    /** Unit of what is kept of changes. */
    private static final int BLOCK = 4096;

    /** Changes are kept in the host's memory; this many blocks are a quarter of a gibibyte. */
    private static final int MOST_CHANGED_BLOCKS = 1 << 16;

    private final FileChannel file;
    private final long bytes;
    private final Map<Long, byte[]> changed = new HashMap<>();

    private DiskImage(FileChannel file, long bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    /**
     * Opens a raw image. A size that is no multiple of a sector counts as if zeros followed.
     *
     * @throws IOException if it cannot be read
     */
    public static DiskImage open(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new IOException("no regular file");
        }
        FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
        return new DiskImage(file, (file.size() + SECTOR - 1) / SECTOR * SECTOR);
    }

    long sectors() {
        return bytes / SECTOR;
    }

    /** Whether a range lies within the disk. */
    boolean holds(long sector, long length) {
        return sector >= 0
                && sector <= sectors()
                && length >= 0
                && length <= bytes - sector * SECTOR;
    }

    /**
     * Reads bytes from within the disk.
     *
     * @throws IOException if the host cannot
     */
    void read(long at, byte[] into) throws IOException {
        for (int done = 0; done < into.length; ) {
            long number = (at + done) / BLOCK;
            int inside = (int) ((at + done) % BLOCK);
            int count = Math.min(BLOCK - inside, into.length - done);
            byte[] block = changed.get(number);
            if (block == null) {
                original(at + done, into, done, count);
            } else {
                System.arraycopy(block, inside, into, done, count);
            }
            done += count;
        }
    }

    /**
     * Writes bytes within the disk.
     *
     * @throws IOException if the host cannot, or if too much has been changed
     */
    void write(long at, byte[] from) throws IOException {
        for (int done = 0; done < from.length; ) {
            long number = (at + done) / BLOCK;
            int inside = (int) ((at + done) % BLOCK);
            int count = Math.min(BLOCK - inside, from.length - done);
            System.arraycopy(from, done, own(number), inside, count);
            done += count;
        }
    }

    private byte[] own(long number) throws IOException {
        byte[] block = changed.get(number);
        if (block == null) {
            if (changed.size() == MOST_CHANGED_BLOCKS) {
                throw new IOException("the guest has changed too much of the disk");
            }
            block = new byte[BLOCK];
            original(number * BLOCK, block, 0, BLOCK);
            changed.put(number, block);
        }
        return block;
    }

    /** What the file has there; zeros behind its end. */
    private void original(long at, byte[] into, int offset, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(into, offset, count);
        while (buffer.hasRemaining()) {
            int read = file.read(buffer, at + buffer.position() - offset);
            if (read < 0) {
                return;
            }
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
