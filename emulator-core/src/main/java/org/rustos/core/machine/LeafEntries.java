package org.rustos.core.machine;

import org.rustos.core.memory.AliasSpace;
import org.rustos.core.memory.Mapping;

import java.util.Arrays;

/**
 * Where page-table entries lie, so that a modelled walk need not find mapping and table each time.
 * Remembered until any mapping changes; no size of a machine, no effect on time.
 */
final class LeafEntries {
    private static final int ENTRIES = 1 << 13;

    /** Tag, count of changes and address of the entry: one cache line of the host for all. */
    private static final int WORDS = 4;

    private final AliasSpace aliases;
    private final long[] known = new long[WORDS * ENTRIES];

    LeafEntries(AliasSpace aliases) {
        this.aliases = aliases;
        Arrays.fill(known, -1);
    }

    /** Physical address of the entry that a translation tag was walked to, or 0. */
    long of(long tag) {
        int i = WORDS * ((int) tag & ENTRIES - 1);
        long changes = aliases.changes();
        if (known[i] != tag || known[i + 1] != changes) {
            known[i] = tag;
            known[i + 1] = changes;
            known[i + 2] = walk(tag);
        }
        return known[i + 2];
    }

    private long walk(long tag) {
        Mapping owner = aliases.ownerOfTag(tag);
        return owner == null ? 0 : owner.space().leafEntry(owner.va());
    }
}
