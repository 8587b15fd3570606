package org.rustos.cpu.riscv.bare;

import java.util.ArrayList;
import java.util.List;

/**
 * A split virtqueue from the device's side. All of it lies in guest memory and is hostile: each
 * address is checked at each use, and a chain ends after as many descriptors as the queue has.
 * Source: Virtual I/O Device 1.2, section 2.7.
 */
final class VirtQueue {
    /** Most descriptors that a driver may ask for. */
    static final int MOST = 256;

    private static final int DESCRIPTOR = 16;
    private static final int NEXT = 1;
    private static final int WRITE = 2;
    private static final int KNOWN_FLAGS = NEXT | WRITE;
    private static final int NO_INTERRUPT = 1;

    /** A piece of guest memory, at least one byte and all of it RAM. */
    record Segment(long address, long bytes) {}

    /**
     * One request.
     *
     * @param head number of its first descriptor
     * @param readable what the driver gives
     * @param writable what the driver wants filled
     */
    record Chain(int head, List<Segment> readable, List<Segment> writable) {}

    private final GuestMemory memory;
    private int size;
    private long descriptors;
    private long driver;
    private long device;
    private boolean ready;
    private int seen;
    private int used;

    VirtQueue(GuestMemory memory) {
        this.memory = memory;
    }

    /** As at reset. */
    void reset() {
        size = 0;
        descriptors = 0;
        driver = 0;
        device = 0;
        ready = false;
        seen = 0;
        used = 0;
    }

    /** Number of descriptors; fixed while the queue is ready, as is {@link #place}. */
    void size(int descriptorCount) {
        size = ready ? size : descriptorCount;
    }

    /** Where the three parts are, each half of an address at a time. */
    void place(int part, boolean upper, long half) {
        if (ready) {
            return;
        }
        switch (part) {
            case 0 -> descriptors = merged(descriptors, upper, half);
            case 1 -> driver = merged(driver, upper, half);
            default -> device = merged(device, upper, half);
        }
    }

    private static long merged(long old, boolean upper, long half) {
        return upper ? old & 0xffffffffL | half << 32 : old & ~0xffffffffL | half & 0xffffffffL;
    }

    boolean ready() {
        return ready;
    }

    void disable() {
        ready = false;
    }

    /**
     * The driver says that the queue is there.
     *
     * @throws BrokenQueueException if it is not
     */
    void enable() throws BrokenQueueException {
        boolean power = size > 0 && size <= MOST && (size & size - 1) == 0;
        boolean aligned = (descriptors & 15) == 0 && (driver & 1) == 0 && (device & 3) == 0;
        require(power && aligned, "a queue of a size or alignment that there is not");
        require(
                memory.holds(descriptors, (long) size * DESCRIPTOR)
                        && memory.holds(driver, 6 + 2L * size)
                        && memory.holds(device, 6 + 8L * size),
                "a queue outside RAM");
        ready = true;
    }

    /**
     * The next request, or null if there is none.
     *
     * @throws BrokenQueueException if the driver broke the rules
     */
    Chain next() throws BrokenQueueException {
        int waiting = memory.getShort(driver + 2) - seen & 0xffff;
        require(waiting <= size, "more requests than the queue has room for");
        if (waiting == 0) {
            return null;
        }
        int head = memory.getShort(driver + 4 + 2L * (seen & size - 1));
        seen = seen + 1 & 0xffff;
        return chain(head);
    }

    private Chain chain(int head) throws BrokenQueueException {
        List<Segment> readable = new ArrayList<>();
        List<Segment> writable = new ArrayList<>();
        int index = head;
        for (int count = 0; count < size; count++) {
            require(index < size, "a descriptor beyond the queue");
            long at = descriptors + (long) index * DESCRIPTOR;
            Segment segment = new Segment(memory.getLong(at), memory.getInt(at + 8) & 0xffffffffL);
            int flags = memory.getShort(at + 12);
            require((flags & ~KNOWN_FLAGS) == 0, "flags that were not negotiated");
            require(memory.holds(segment.address, segment.bytes), "a buffer outside RAM");
            boolean writes = (flags & WRITE) != 0;
            require(writes || writable.isEmpty(), "a readable buffer behind a writable one");
            (writes ? writable : readable).add(segment);
            if ((flags & NEXT) == 0) {
                return new Chain(head, readable, writable);
            }
            index = memory.getShort(at + 14);
        }
        throw new BrokenQueueException("a chain that loops");
    }

    /**
     * Gives a request back.
     *
     * @param written how many bytes of its writable part hold something
     * @return whether the driver wants to be interrupted
     */
    boolean complete(int head, int written) {
        long at = device + 4 + 8L * (used & size - 1);
        memory.putInt(at, head);
        memory.putInt(at + 4, written);
        used = used + 1 & 0xffff;
        memory.putShort(device + 2, used);
        return (memory.getShort(driver) & NO_INTERRUPT) == 0;
    }

    private static void require(boolean holds, String otherwise) throws BrokenQueueException {
        if (!holds) {
            throw new BrokenQueueException(otherwise);
        }
    }
}
