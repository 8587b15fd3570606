package org.rustos.core.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The guest's RAM: one off-heap segment that Java and the engines share without a copy.
 *
 * <p>Addresses are canonical physical addresses, {@code 0 <= pa < size()}. The segment is a mapping
 * of an unlinked sparse file, so that untouched guest RAM costs no host RAM and the base is
 * page-aligned (an engine accepts a misaligned base silently and then reads the wrong memory).
 */
public final class PhysicalMemory implements AutoCloseable {
    public static final int PAGE_SHIFT = 12;
    public static final long PAGE_SIZE = 1L << PAGE_SHIFT;
    public static final long PAGE_MASK = PAGE_SIZE - 1;

    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final transient Arena arena = Arena.ofShared();
    private final transient MemorySegment segment;
    private final CodeFrames code;
    private final Reservations reservations = new Reservations();
    private TagMemory tags;

    /**
     * Reserves RAM.
     *
     * @param bytes size, a positive multiple of {@link #PAGE_SIZE}
     */
    public PhysicalMemory(long bytes) {
        if (bytes <= 0 || (bytes & PAGE_MASK) != 0) {
            throw new IllegalArgumentException(
                    "RAM size must be a positive multiple of 4096: " + bytes);
        }
        try {
            Path file = Files.createTempFile(roomyFolder(bytes), "rustos-ram", null);
            try (FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                segment = channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes, arena);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot reserve " + bytes + " bytes of guest RAM", e);
        }
        code = new CodeFrames(bytes);
    }

    /**
     * Where a file of this size fits: a page that the file system cannot hold would kill the JVM at
     * its first touch.
     */
    private static Path roomyFolder(long bytes) throws IOException {
        Path shared = Path.of("/dev/shm");
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        for (Path folder : List.of(shared, temporary)) {
            if (Files.isWritable(folder) && Files.getFileStore(folder).getUsableSpace() >= bytes) {
                return folder;
            }
        }
        throw new IOException("neither " + shared + " nor " + temporary + " has room");
    }

    /**
     * The whole RAM, for engines that map it; byte i is physical address i. Who writes through it
     * writes past {@link #codeFrames}: only to frames that were {@linkplain #zero zeroed} just now.
     */
    public MemorySegment segment() {
        return segment;
    }

    /** Which frames hold decoded code, and when they changed. */
    public CodeFrames codeFrames() {
        return code;
    }

    /** What harts of this RAM have reserved by load-reserved, or monitor by load-exclusive. */
    public Reservations reservations() {
        return reservations;
    }

    /**
     * Gives every 16 bytes a tag, for guests with capabilities. Whatever is written here from now
     * on clears the tags that it touches; only {@link #copy} of whole granules takes them along.
     *
     * @return the tags, the same for everybody who asks
     */
    public TagMemory tagged() {
        if (tags == null) {
            tags = new TagMemory(size());
        }
        return tags;
    }

    public long size() {
        return segment.byteSize();
    }

    public byte getByte(long pa) {
        return segment.get(ValueLayout.JAVA_BYTE, pa);
    }

    public short getShort(long pa) {
        return segment.get(SHORT, pa);
    }

    public int getInt(long pa) {
        return segment.get(INT, pa);
    }

    public long getLong(long pa) {
        return segment.get(LONG, pa);
    }

    public void putByte(long pa, byte value) {
        segment.set(ValueLayout.JAVA_BYTE, pa, value);
        written(pa, 1);
    }

    public void putShort(long pa, short value) {
        segment.set(SHORT, pa, value);
        written(pa, 2);
    }

    public void putInt(long pa, int value) {
        segment.set(INT, pa, value);
        written(pa, 4);
    }

    public void putLong(long pa, long value) {
        segment.set(LONG, pa, value);
        written(pa, 8);
    }

    public void read(long pa, byte[] into, int offset, int length) {
        MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, pa, into, offset, length);
    }

    public void write(long pa, byte[] from, int offset, int length) {
        MemorySegment.copy(from, offset, segment, ValueLayout.JAVA_BYTE, pa, length);
        writtenRange(pa, length);
    }

    public void copy(long fromPa, long toPa, long length) {
        MemorySegment.copy(segment, fromPa, segment, toPa, length);
        code.writtenRange(toPa, length);
        if (tags != null) {
            tags.copied(fromPa, toPa, length);
        }
    }

    /** Copies bytes between owners: no hardware capability comes along. */
    public void copyData(long fromPa, long toPa, long length) {
        MemorySegment.copy(segment, fromPa, segment, toPa, length);
        writtenRange(toPa, length);
    }

    public void zero(long pa, long length) {
        segment.asSlice(pa, length).fill((byte) 0);
        writtenRange(pa, length);
    }

    private void written(long pa, int bytes) {
        code.written(pa, bytes);
        if (tags != null && !tags.untagged(pa, bytes)) {
            tags.clear(pa, bytes);
        }
    }

    private void writtenRange(long pa, long bytes) {
        code.writtenRange(pa, bytes);
        if (tags != null) {
            tags.clear(pa, bytes);
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
