package org.rustos.core.memory;

/**
 * The tree of tables that the three ISAs have in common: 512 entries of 8 bytes, nine bits of the
 * address a level, bit 0 says present. What an entry looks like is the ISA's.
 */
public abstract class RadixPageTables implements PageTableWriter {
    /** Bit of a present entry. */
    protected static final long PRESENT = 1;

    private static final int ENTRIES = 512;

    private final PhysicalMemory memory;
    private final FrameAllocator frames;
    private final int topShift;

    /**
     * Makes a writer.
     *
     * @param memory where the tables lie
     * @param frames gives their frames
     * @param levels of the tree: 3 covers 39 bits of address, 4 covers 48
     */
    protected RadixPageTables(PhysicalMemory memory, FrameAllocator frames, int levels) {
        this.memory = memory;
        this.frames = frames;
        this.topShift = PhysicalMemory.PAGE_SHIFT + 9 * (levels - 1);
    }

    /** The entry of a page; 0 if user code may do nothing with it. */
    protected abstract long leaf(Mapping mapping);

    /** The entry that points to a table. */
    protected abstract long table(long frame);

    /** Whether an entry above the lowest level points to a table. */
    protected abstract boolean isTable(long entry);

    /** Physical address of the table that an entry points to. */
    protected abstract long frame(long entry);

    /** The lower half of what the tables reach, less a page. */
    @Override
    public long userEnd() {
        return (1L << topShift + 8) - PhysicalMemory.PAGE_SIZE;
    }

    @Override
    public long createRoot() {
        return frames.allocate();
    }

    /**
     * Tables that map what others map.
     *
     * @return their root, or 0 when frames run out
     */
    protected final long copy(long root) {
        return copy(root, topShift);
    }

    private long copy(long table, int shift) {
        long made = frames.allocate();
        if (made == 0) {
            return 0;
        }
        for (int i = 0; i < ENTRIES; i++) {
            long entry = memory.getLong(table + i * 8L);
            if (shift > PageSize.SMALL.shift() && isTable(entry)) {
                long below = copy(frame(entry), shift - 9);
                if (below == 0) {
                    free(made, shift);
                    return 0;
                }
                entry = table(below);
            }
            memory.putLong(made + i * 8L, entry);
        }
        return made;
    }

    @Override
    public boolean write(long root, Mapping mapping) {
        long slot = makeSlot(root, mapping.va(), mapping.size().shift());
        if (slot == 0) {
            return false;
        }
        memory.putLong(slot, leaf(mapping));
        return true;
    }

    @Override
    public void clear(long root, long va, PageSize size) {
        long slot = slot(root, va, size.shift());
        if (slot != 0) {
            memory.putLong(slot, 0);
        }
    }

    @Override
    public long leafEntry(long root, long va) {
        long table = root;
        for (int shift = topShift; ; shift -= 9) {
            long slot = table + index(va, shift) * 8;
            long entry = memory.getLong(slot);
            if ((entry & PRESENT) == 0) {
                return 0;
            }
            if (shift == PageSize.SMALL.shift() || !isTable(entry)) {
                return slot;
            }
            table = frame(entry);
        }
    }

    @Override
    public void destroy(long root) {
        free(root, topShift);
    }

    private void free(long table, int shift) {
        if (shift > PageSize.SMALL.shift()) {
            for (int i = 0; i < ENTRIES; i++) {
                long entry = memory.getLong(table + i * 8L);
                if (isTable(entry)) {
                    free(frame(entry), shift - 9);
                }
            }
        }
        frames.free(table);
    }

    /** The slot of a leaf, or 0 when a table above it is missing. */
    private long slot(long root, long va, int leafShift) {
        long table = root;
        for (int shift = topShift; shift > leafShift; shift -= 9) {
            long entry = memory.getLong(table + index(va, shift) * 8);
            if (!isTable(entry)) {
                return 0;
            }
            table = frame(entry);
        }
        return table + index(va, leafShift) * 8;
    }

    /** The slot of a leaf, with missing tables made; 0 when frames run out. */
    private long makeSlot(long root, long va, int leafShift) {
        long table = root;
        for (int shift = topShift; shift > leafShift; shift -= 9) {
            long slot = table + index(va, shift) * 8;
            long entry = memory.getLong(slot);
            if ((entry & PRESENT) == 0) {
                long frame = frames.allocate();
                if (frame == 0) {
                    return 0;
                }
                entry = table(frame);
                memory.putLong(slot, entry);
            }
            table = frame(entry);
        }
        long slot = table + index(va, leafShift) * 8;
        long old = memory.getLong(slot);
        if (leafShift > PageSize.SMALL.shift() && isTable(old)) {
            // A large page takes the place of an emptied table of small ones.
            frames.free(frame(old));
        }
        return slot;
    }

    private static long index(long va, int shift) {
        return va >>> shift & (ENTRIES - 1);
    }
}
