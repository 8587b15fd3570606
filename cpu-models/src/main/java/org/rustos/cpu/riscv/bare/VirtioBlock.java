package org.rustos.cpu.riscv.bare;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.rustos.cpu.riscv.bare.VirtQueue.Chain;
import org.rustos.cpu.riscv.bare.VirtQueue.Segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * A block device's requests. A request that makes no sense gets an error status; one that has no
 * room for a status breaks the queue. Source: Virtual I/O Device 1.2, section 5.2.
 */
final class VirtioBlock {
    static final int DEVICE_ID = 2;

    /** SIZE_MAX, SEG_MAX, BLK_SIZE, FLUSH. */
    static final int FEATURES = 1 << 1 | 1 << 2 | 1 << 6 | 1 << 9;

    /** Data moved at once, above which the next request waits. */
    static final int MUCH = 1 << 20;

    private static final int MOST_SEGMENTS = 64;
    private static final int MOST_IN_SEGMENT = 1 << 16;

    /** As much as the two limits above allow; a request for more fails. */
    private static final long MOST_IN_REQUEST = (long) MOST_SEGMENTS * MOST_IN_SEGMENT;

    private static final int HEADER = 16;
    private static final int READ = 0;
    private static final int WRITE = 1;
    private static final int FLUSH = 4;
    private static final int GET_ID = 8;
    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int UNSUPPORTED = 2;
    private static final byte[] ID = Arrays.copyOf("rustos-disk".getBytes(US_ASCII), 20);

    private final GuestMemory memory;
    private final DiskImage disk;

    VirtioBlock(GuestMemory memory, DiskImage disk) {
        this.memory = memory;
        this.disk = disk;
    }

    /** Capacity in sectors, the two limits, geometry (none), size of a block. */
    byte[] configuration() {
        return ByteBuffer.allocate(24)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(disk.sectors())
                .putInt(MOST_IN_SEGMENT)
                .putInt(MOST_SEGMENTS)
                .putInt(0)
                .putInt(DiskImage.SECTOR)
                .array();
    }

    /**
     * What a request came to.
     *
     * @param written bytes that the driver gets, its status included
     * @param moved bytes between disk and memory
     */
    record Served(int written, int moved) {}

    /** Does what a request asks for. */
    Served serve(Chain chain) throws BrokenQueueException {
        long given = total(chain.readable());
        long wanted = total(chain.writable());
        if (given < HEADER || wanted < 1) {
            throw new BrokenQueueException("a request without header or status");
        }
        ByteBuffer header =
                ByteBuffer.wrap(gather(chain.readable(), 0, HEADER)).order(ByteOrder.LITTLE_ENDIAN);
        int type = header.getInt(0);
        long sector = header.getLong(8);
        byte[] answer = {};
        int moved = 0;
        int status = OK;
        try {
            switch (type) {
                case READ -> answer = read(sector, wanted - 1);
                case WRITE -> moved = write(chain.readable(), sector, given - HEADER);
                case FLUSH -> {
                    // What is written is kept for the run already.
                }
                case GET_ID -> answer = Arrays.copyOf(ID, (int) Math.min(ID.length, wanted - 1));
                default -> status = UNSUPPORTED;
            }
        } catch (IOException e) {
            status = FAILED;
        }
        scatter(chain.writable(), 0, answer);
        scatter(chain.writable(), wanted - 1, new byte[] {(byte) status});
        return new Served(answer.length + 1, moved + answer.length);
    }

    private byte[] read(long sector, long length) throws IOException {
        check(sector, length);
        byte[] data = new byte[(int) length];
        disk.read(sector * DiskImage.SECTOR, data);
        return data;
    }

    private int write(List<Segment> from, long sector, long length) throws IOException {
        check(sector, length);
        disk.write(sector * DiskImage.SECTOR, gather(from, HEADER, (int) length));
        return (int) length;
    }

    private void check(long sector, long length) throws IOException {
        boolean whole = length % DiskImage.SECTOR == 0;
        if (!whole || length > MOST_IN_REQUEST || !disk.holds(sector, length)) {
            throw new IOException("not on the disk");
        }
    }

    private static long total(List<Segment> segments) {
        return segments.stream().mapToLong(Segment::bytes).sum();
    }

    /** Bytes of all segments as if they were one, from a place on. */
    private byte[] gather(List<Segment> segments, long from, int count) {
        byte[] all = new byte[count];
        move(segments, from, count, (at, done, piece) -> memory.read(at, all, done, piece));
        return all;
    }

    private void scatter(List<Segment> segments, long from, byte[] all) {
        move(segments, from, all.length, (at, done, piece) -> memory.write(at, all, done, piece));
    }

    /** Takes a piece of guest memory and its place in the whole. */
    private interface Mover {
        void move(long address, int done, int piece);
    }

    private static void move(List<Segment> segments, long from, int count, Mover mover) {
        long skip = from;
        int done = 0;
        for (Segment segment : segments) {
            long piece = Math.min(segment.bytes() - skip, count - done);
            if (piece > 0) {
                mover.move(segment.address() + skip, done, (int) piece);
                done += (int) piece;
            }
            skip = Math.max(0, skip - segment.bytes());
        }
    }
}
