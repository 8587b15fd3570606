package org.rustos.kernel.preload;

import org.rustos.kernel.KernelHeap;
import org.rustos.kernel.cap.CSpace;
import org.rustos.kernel.cap.CapResult;
import org.rustos.kernel.cap.Capability;
import org.rustos.kernel.cap.Rights;
import org.rustos.kernel.file.Payer;

import java.util.SortedMap;

/**
 * Speculative pre-loading for one process: its predictor, and its cache of descriptors. It is told
 * of each use, learns when the service has a moment, and then fetches what it expects.
 */
public final class Preloading implements CSpace.Observer {
    /** Uses that may wait to be learned; of more the oldest are forgotten. */
    private static final int BACKLOG = 256;

    private final CSpace space;
    private final DescriptorCache cache;
    private final Predictor predictor;
    private final long[] handles = new long[BACKLOG];
    private final long[] sites = new long[BACKLOG];
    private int waiting;
    private int oldest;
    private long lastHandle;
    private long lastSite;
    private long dropped;
    private long hits;
    private long misses;
    private long fetched;
    private long useful;
    private long wasted;

    private Preloading(CSpace space, DescriptorCache cache, Predictor predictor) {
        this.space = space;
        this.cache = cache;
        this.predictor = predictor;
    }

    /** Pre-loading for one process, with room for as many copies. */
    public static Preloading of(CSpace space, KernelHeap heap, int entries) {
        return new Preloading(
                space,
                new DescriptorCache(entries, heap.allocate(DescriptorCache.lines(entries))),
                new Predictor(heap.allocate(Predictor.LINES)));
    }

    /** Whether a look-up finds a copy; charges the look into the cache. */
    public boolean holds(Payer payer, long handle) {
        settle(payer);
        boolean there = cache.holds(payer, handle);
        payer.charge(there ? "preload.hit" : "preload.miss");
        if (there) {
            hits++;
            useful += cache.use(handle) ? 1 : 0;
        } else {
            misses++;
        }
        return there;
    }

    /** A capability was found good and is used: it is in the cache from here on. */
    public void used(Payer payer, long handle, long site) {
        if (!cache.contains(handle)) {
            payer.charge("preload.fill");
            put(payer, handle, false);
        }
        if (waiting == BACKLOG) {
            oldest = (oldest + 1) % BACKLOG;
            waiting--;
        }
        int at = (oldest + waiting++) % BACKLOG;
        handles[at] = handle;
        sites[at] = site;
    }

    /** The service has a moment: learn from what was used, and fetch what should come next. */
    public void ahead(Payer payer) {
        settle(payer);
        if (waiting == 0) {
            return;
        }
        for (; waiting > 0; waiting--) {
            if (lastHandle != 0) {
                predictor.learn(payer, lastSite, lastHandle, handles[oldest]);
            }
            lastHandle = handles[oldest];
            lastSite = sites[oldest];
            oldest = (oldest + 1) % BACKLOG;
        }
        long expected = predictor.follower(payer, lastSite, lastHandle);
        if (expected != 0 && !cache.contains(expected)) {
            fetch(payer, expected);
        }
    }

    private void fetch(Payer payer, long handle) {
        payer.charge("preload.fetch");
        payer.touch(space.line(handle));
        CapResult result = space.lookup(handle, null, Rights.NONE, payer.nowMc());
        fetched++;
        if (result instanceof CapResult.Granted granted) {
            payer.touch(granted.capability().object().line());
            put(payer, handle, true);
        } else {
            wasted++;
        }
    }

    /** Whoever comes next pays for the copies that went away. */
    private void settle(Payer payer) {
        for (; dropped > 0; dropped--) {
            payer.charge("preload.drop");
        }
    }

    private void put(Payer payer, long handle, boolean ahead) {
        wasted += cache.put(payer, handle, ahead) ? 1 : 0;
    }

    @Override
    public void filled(long handle, Capability capability) {
        // It is fetched when it is used or expected.
    }

    @Override
    public void emptied(long handle, Capability capability, boolean byRevocation) {
        if (cache.contains(handle)) {
            dropped++;
            wasted += cache.drop(handle) ? 1 : 0;
        }
    }

    /** Adds what it counted. */
    public void count(SortedMap<String, Long> counters) {
        counters.put("preload.hits", hits);
        counters.put("preload.misses", misses);
        counters.put("preload.fetched", fetched);
        counters.put("preload.useful", useful);
        counters.put("preload.wasted", wasted);
    }
}
