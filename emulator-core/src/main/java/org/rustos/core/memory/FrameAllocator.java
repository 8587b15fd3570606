package org.rustos.core.memory;

import java.util.BitSet;

/**
 * Hands out page frames of {@link PhysicalMemory}, lowest address first, so that two runs use the
 * same frames.
 *
 * <p>A frame comes zeroed. Frame 0 is never handed out: 0 means "no frame". Counting who shares a
 * frame is the caller's business.
 */
public final class FrameAllocator {
    /** Odd, with bits all over: the golden ratio in 64 bits. */
    private static final long DIGEST_FACTOR = 0x9e3779b97f4a7c15L;

    private static final int DIGEST_SHIFT = 32;

    private final PhysicalMemory memory;
    private final BitSet used;
    private final BitSet dirty;
    private final int frames;
    private int lowest = 1;
    private int inUse = 1;

    public FrameAllocator(PhysicalMemory memory) {
        this.memory = memory;
        this.frames = Math.toIntExact(memory.size() >> PhysicalMemory.PAGE_SHIFT);
        this.used = new BitSet(frames);
        this.dirty = new BitSet(frames);
        used.set(0);
    }

    /** A zeroed frame's physical address, or 0 when RAM is exhausted. */
    public long allocate() {
        int frame = used.nextClearBit(lowest);
        if (frame >= frames) {
            return 0;
        }
        lowest = frame + 1;
        take(frame, 1);
        return (long) frame << PhysicalMemory.PAGE_SHIFT;
    }

    /**
     * A run of zeroed frames.
     *
     * @param count number of frames; the run is aligned to it, so it must be a power of two
     * @return the first frame's physical address, or 0 when no such run is free
     */
    public long allocateRun(int count) {
        if (Integer.bitCount(count) != 1) {
            throw new IllegalArgumentException("run length must be a power of two: " + count);
        }
        for (int start = count; start + count <= frames; start += count) {
            int next = used.nextSetBit(start);
            if (next < 0 || next >= start + count) {
                take(start, count);
                return (long) start << PhysicalMemory.PAGE_SHIFT;
            }
        }
        return 0;
    }

    private void take(int frame, int count) {
        used.set(frame, frame + count);
        inUse += count;
        for (int i = dirty.nextSetBit(frame);
                i >= 0 && i < frame + count;
                i = dirty.nextSetBit(i)) {
            memory.zero((long) i << PhysicalMemory.PAGE_SHIFT, PhysicalMemory.PAGE_SIZE);
            dirty.clear(i);
        }
    }

    /** Gives a frame back. Freeing a frame that is not in use is our bug. */
    public void free(long pa) {
        int frame = (int) (pa >> PhysicalMemory.PAGE_SHIFT);
        if (frame == 0 || !used.get(frame)) {
            throw new IllegalStateException("frame is not in use: 0x" + Long.toHexString(pa));
        }
        used.clear(frame);
        dirty.set(frame);
        inUse--;
        lowest = Math.min(lowest, frame);
    }

    /** A digest of the bytes of all frames in use, to see whether any changed. */
    public long digest() {
        long digest = 0;
        for (int frame = used.nextSetBit(1); frame >= 0; frame = used.nextSetBit(frame + 1)) {
            long pa = (long) frame << PhysicalMemory.PAGE_SHIFT;
            for (long at = 0; at < PhysicalMemory.PAGE_SIZE; at += Long.BYTES) {
                digest = (digest ^ memory.getLong(pa + at)) * DIGEST_FACTOR;
                digest ^= digest >>> DIGEST_SHIFT;
            }
        }
        return digest;
    }

    /** Which frames are in use. */
    public BitSet used() {
        return (BitSet) used.clone();
    }

    /** Which frames may hold something although they are not in use. */
    public BitSet dirty() {
        return (BitSet) dirty.clone();
    }

    /** Frames in use, the reserved frame 0 included. */
    public int inUse() {
        return inUse;
    }

    /** Frames of the whole RAM. */
    public int total() {
        return frames;
    }
}
