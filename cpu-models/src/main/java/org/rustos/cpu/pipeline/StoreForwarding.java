package org.rustos.cpu.pipeline;

import java.util.Arrays;

/**
 * Remembers the youngest store of each 8 bytes, to tell when a load needs bytes of a store that is
 * still in the store queue but does not hold all of them: the load then waits for the cache.
 */
final class StoreForwarding {
    private static final int MASK = 255;

    private final long[] address = new long[MASK + 1];
    private final int[] size = new int[MASK + 1];
    private final long[] number = new long[MASK + 1];
    private final int queue;
    private long stores;

    /**
     * Makes an empty queue.
     *
     * @param queue how many stores wait at most
     */
    StoreForwarding(int queue) {
        this.queue = queue;
        Arrays.fill(address, -1);
    }

    void store(long physical, int bytes) {
        stores++;
        note(physical, bytes, (int) (physical >>> 3) & MASK);
        int last = (int) ((physical + bytes - 1) >>> 3) & MASK;
        if (last != ((int) (physical >>> 3) & MASK)) {
            note(physical, bytes, last);
        }
    }

    private void note(long physical, int bytes, int slot) {
        address[slot] = physical;
        size[slot] = bytes;
        number[slot] = stores;
    }

    /** Whether a load hits a waiting store that cannot give it all its bytes. */
    boolean stalls(long physical, int bytes) {
        int slot = (int) (physical >>> 3) & MASK;
        int last = (int) ((physical + bytes - 1) >>> 3) & MASK;
        return blocked(slot, physical, bytes) || last != slot && blocked(last, physical, bytes);
    }

    private boolean blocked(int slot, long physical, int bytes) {
        long from = address[slot];
        long to = from + size[slot];
        return from < physical + bytes
                && to > physical
                && (from > physical || to < physical + bytes)
                && stores - number[slot] < queue;
    }
}
