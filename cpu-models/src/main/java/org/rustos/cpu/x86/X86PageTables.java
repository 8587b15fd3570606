package org.rustos.cpu.x86;

import org.rustos.core.memory.FrameAllocator;
import org.rustos.core.memory.Mapping;
import org.rustos.core.memory.PageSize;
import org.rustos.core.memory.PageTableWriter;
import org.rustos.core.memory.Permissions;
import org.rustos.core.memory.PhysicalMemory;

/**
 * Writes 4-level tables with protection keys (Intel SDM volume 3, 4.5 and 4.6.2). Accessed and
 * dirty bits are set from the start, so that the engine's walks never change guest RAM.
 */
public final class X86PageTables implements PageTableWriter {
    private static final long PRESENT = 1;
    private static final long WRITABLE = 1 << 1;
    private static final long USER = 1 << 2;
    private static final long ACCESSED_DIRTY = 0x60;
    private static final long LARGE = 1 << 7;
    private static final long NO_EXECUTE = 1L << 63;
    private static final int KEY_SHIFT = 59;
    private static final long ADDRESS = 0x000f_ffff_ffff_f000L;
    private static final int ENTRIES = 512;
    private static final int TOP_SHIFT = 39;

    private final PhysicalMemory memory;
    private final FrameAllocator frames;

    /**
     * Makes a writer.
     *
     * @param memory where the tables lie
     * @param frames gives their frames
     */
    public X86PageTables(PhysicalMemory memory, FrameAllocator frames) {
        this.memory = memory;
        this.frames = frames;
    }

    @Override
    public long createRoot() {
        return frames.allocate();
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
        for (int shift = TOP_SHIFT; ; shift -= 9) {
            long slot = table + index(va, shift) * 8;
            long entry = memory.getLong(slot);
            if ((entry & PRESENT) == 0) {
                return 0;
            }
            if (shift == PageSize.SMALL.shift() || (entry & LARGE) != 0) {
                return slot;
            }
            table = entry & ADDRESS;
        }
    }

    @Override
    public void destroy(long root) {
        free(root, TOP_SHIFT);
    }

    private void free(long table, int shift) {
        if (shift > PageSize.SMALL.shift()) {
            for (int i = 0; i < ENTRIES; i++) {
                long entry = memory.getLong(table + i * 8L);
                if ((entry & PRESENT) != 0 && (entry & LARGE) == 0) {
                    free(entry & ADDRESS, shift - 9);
                }
            }
        }
        frames.free(table);
    }

    private static long leaf(Mapping mapping) {
        Permissions permissions = mapping.permissions();
        // x86 has no page that can be written or executed but not read.
        if (!permissions.read() && !permissions.write() && !permissions.execute()) {
            return 0;
        }
        return mapping.gpa()
                | PRESENT
                | USER
                | ACCESSED_DIRTY
                | (permissions.write() ? WRITABLE : 0)
                | (permissions.execute() ? 0 : NO_EXECUTE)
                | (mapping.size() == PageSize.LARGE ? LARGE : 0)
                | (long) permissions.key() << KEY_SHIFT;
    }

    /** The slot of a leaf, or 0 when a table above it is missing. */
    private long slot(long root, long va, int leafShift) {
        long table = root;
        for (int shift = TOP_SHIFT; shift > leafShift; shift -= 9) {
            long entry = memory.getLong(table + index(va, shift) * 8);
            if ((entry & PRESENT) == 0 || (entry & LARGE) != 0) {
                return 0;
            }
            table = entry & ADDRESS;
        }
        return table + index(va, leafShift) * 8;
    }

    /** The slot of a leaf, with missing tables made; 0 when frames run out. */
    private long makeSlot(long root, long va, int leafShift) {
        long table = root;
        for (int shift = TOP_SHIFT; shift > leafShift; shift -= 9) {
            long slot = table + index(va, shift) * 8;
            long entry = memory.getLong(slot);
            if ((entry & PRESENT) == 0) {
                long frame = frames.allocate();
                if (frame == 0) {
                    return 0;
                }
                entry = frame | PRESENT | WRITABLE | USER | ACCESSED_DIRTY;
                memory.putLong(slot, entry);
            }
            table = entry & ADDRESS;
        }
        long slot = table + index(va, leafShift) * 8;
        long old = memory.getLong(slot);
        if (leafShift > PageSize.SMALL.shift() && (old & PRESENT) != 0 && (old & LARGE) == 0) {
            // A large page takes the place of an emptied table of small ones.
            frames.free(old & ADDRESS);
        }
        return slot;
    }

    private static long index(long va, int shift) {
        return va >>> shift & (ENTRIES - 1);
    }
}
