package org.rustos.cpu.pipeline;

/**
 * Follows values through memory by the way addresses are written: a load whose address expression
 * equals an earlier store's, from registers that did not change or changed by known steps (PUSH,
 * POP, CALL, RET, INC, ADD of a constant), gets that store's data from the store queue.
 */
final class StoresInFlight {
    private static final int MOST = 24;

    private final int forwardTicks;
    private final int renamedTicks;
    private final int addressTicks;
    private final int loadTicks;
    private final int[] base = new int[MOST];
    private final int[] index = new int[MOST];
    private final int[] scale = new int[MOST];
    private final boolean[] segmented = new boolean[MOST];
    private final long[] offset = new long[MOST];
    private final int[] data = new int[MOST];
    private final int[] address = new int[MOST];
    private int count;

    StoresInFlight(Pipeline pipeline) {
        this.forwardTicks = pipeline.forwardTicks(false);
        this.renamedTicks = pipeline.forwardTicks(true);
        this.addressTicks = pipeline.forwardAddressTicks();
        this.loadTicks = pipeline.loadTicksToUse();
    }

    /** A store of data that is ready then, to an address that is known then. */
    void store(Place place, int dataTicks, int knownTicks) {
        int slot = find(place);
        if (slot < 0) {
            if (count == MOST) {
                drop(0);
            }
            slot = count++;
            base[slot] = place.base();
            index[slot] = place.index();
            scale[slot] = place.scale();
            segmented[slot] = place.segmented();
            offset[slot] = place.offset();
        }
        data[slot] = dataTicks;
        address[slot] = knownTicks;
    }

    /**
     * When a load has its value.
     *
     * @param fromCache when it would have it from the cache
     * @param locked whether it must wait until the store is in the cache
     * @param checked whether it is a return, whose target must be seen and not only predicted
     */
    int valueAt(Place place, int fromCache, boolean locked, boolean checked) {
        int slot = find(place);
        if (slot < 0) {
            return fromCache;
        }
        if (locked) {
            return Math.max(fromCache, data[slot] + loadTicks);
        }
        if (place.renamed() && !checked) {
            return data[slot] + renamedTicks;
        }
        int forwarded = data[slot] + forwardTicks;
        if (!place.renamed()) {
            forwarded = Math.max(forwarded, address[slot] + addressTicks);
        }
        return Math.max(fromCache, forwarded);
    }

    /** Notes what an instruction did to the registers that addresses are made of. */
    void changed(BlockCode code, int i) {
        int stepped = code.steppedRegister[i];
        long lost = code.written[i];
        if (stepped >= 0) {
            step(stepped, code.step[i]);
            lost &= ~(1L << stepped);
        }
        if (lost == 0 || count == 0) {
            return;
        }
        int kept = 0;
        for (int s = 0; s < count; s++) {
            boolean gone =
                    base[s] >= 0 && (lost >>> base[s] & 1) != 0
                            || index[s] >= 0 && (lost >>> index[s] & 1) != 0;
            if (!gone) {
                move(s, kept++);
            }
        }
        count = kept;
    }

    // The register grew: the same place lies so much lower from it.
    private void step(int register, long by) {
        for (int s = 0; s < count; s++) {
            if (base[s] == register) {
                offset[s] -= by;
            }
            if (index[s] == register) {
                offset[s] -= by * scale[s];
            }
        }
    }

    /** Forgets stores that no load behind a moment would have to wait for; how many are left. */
    int keep(int ticks) {
        int kept = 0;
        for (int s = 0; s < count; s++) {
            int latest = Math.max(data[s] + forwardTicks, address[s] + addressTicks);
            if (latest > ticks + loadTicks) {
                move(s, kept++);
            }
        }
        count = kept;
        return kept;
    }

    /** Writes all stores behind {@code at}, times relative to a moment. */
    void save(int[] words, int at, int ticks) {
        int w = at;
        for (int s = 0; s < count; s++) {
            words[w] = base[s];
            words[w + 1] = index[s];
            words[w + 2] = scale[s];
            words[w + 3] = segmented[s] ? 1 : 0;
            words[w + 4] = (int) (offset[s] >>> 32);
            words[w + 5] = (int) offset[s];
            words[w + 6] = Math.max(data[s] - ticks, -forwardTicks);
            words[w + 7] = Math.max(address[s] - ticks, -addressTicks);
            w += PipelineState.STORE_WORDS;
        }
    }

    /** Reads what {@link #save} wrote. */
    void load(int[] words, int at) {
        count = 0;
        for (int w = at; w < words.length; w += PipelineState.STORE_WORDS) {
            base[count] = words[w];
            index[count] = words[w + 1];
            scale[count] = words[w + 2];
            segmented[count] = words[w + 3] != 0;
            offset[count] = (long) words[w + 4] << 32 | words[w + 5] & 0xffff_ffffL;
            data[count] = words[w + 6];
            address[count] = words[w + 7];
            count++;
        }
    }

    private int find(Place place) {
        for (int s = count - 1; s >= 0; s--) {
            if (offset[s] == place.offset()
                    && base[s] == place.base()
                    && index[s] == place.index()
                    && scale[s] == place.scale()
                    && segmented[s] == place.segmented()) {
                return s;
            }
        }
        return -1;
    }

    private void drop(int slot) {
        for (int s = slot + 1; s < count; s++) {
            move(s, s - 1);
        }
        count--;
    }

    private void move(int from, int to) {
        if (from != to) {
            base[to] = base[from];
            index[to] = index[from];
            scale[to] = scale[from];
            segmented[to] = segmented[from];
            offset[to] = offset[from];
            data[to] = data[from];
            address[to] = address[from];
        }
    }
}
