package org.rustos.cpu.riscv.hart;

import org.rustos.core.timing.Cache;
import org.rustos.core.timing.CycleLedger;
import org.rustos.core.timing.Event;

/**
 * The cache of tags beside the memory controller: every line that comes from memory brings its tags
 * along, and those lie in a table of their own, a line of which covers 8 KiB.
 */
final class TagCache {
    /**
     * Log2 of the bytes whose tags share a line of the table: 64 bytes of tags, one per 16 bytes.
     */
    private static final int COVERED_SHIFT = 13;

    private final Cache cache;
    private final CycleLedger ledger;

    TagCache(Cache.Geometry geometry, CycleLedger ledger) {
        this.cache = new Cache(geometry);
        this.ledger = ledger;
    }

    /** A line came from memory. */
    void fetched(long offset) {
        long line = offset >>> COVERED_SHIFT;
        if (!cache.hit(line)) {
            cache.fill(line);
            ledger.count(Event.CHERI_TAG_MISS);
        }
    }
}
