package org.rustos.cpu.arm;

import org.rustos.core.memory.FrameAllocator;
import org.rustos.core.memory.Mapping;
import org.rustos.core.memory.PageSize;
import org.rustos.core.memory.Permissions;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.core.memory.RadixPageTables;

import java.util.HashMap;
import java.util.Map;

/**
 * Writes stage 1 tables of four levels with a granule of 4 KiB (Arm ARM DDI 0487, D8.3). The access
 * flag is set from the start, so that the engine's walks never change guest RAM.
 *
 * <p>The architecture has no keys of pages. A page with one is left out of the tables of user code
 * and stands in a second tree beside all others, as the kernel's pages do in Linux's KPTI.
 */
public final class ArmPageTables extends RadixPageTables {
    private static final long NOT_A_BLOCK = 1 << 1;
    private static final long USER_READ_WRITE = 1 << 6;
    private static final long USER_READ = 3 << 6;
    private static final long INNER_SHAREABLE = 3 << 8;
    private static final long ACCESSED = 1 << 10;
    private static final long NOT_GLOBAL = 1 << 11;
    private static final long GUARDED = 1L << 50;
    private static final long KERNEL_NO_EXECUTE = 1L << 53;
    private static final long USER_NO_EXECUTE = 1L << 54;
    private static final long ADDRESS = 0x0000_ffff_ffff_f000L;
    private static final int LEVELS = 4;
    private static final int ADDRESS_BITS = 48;

    /** Bits of key 1 in a word of key rights: the key of a service that shares a process. */
    private static final long KEYED = 3 << 2;

    private final PhysicalMemory memory;

    /** By root of the user's tables: those that also hold pages with a key; never iterated. */
    private final Map<Long, Long> wholes = new HashMap<>();

    /**
     * Makes a writer.
     *
     * @param memory where the tables lie
     * @param frames gives their frames
     */
    public ArmPageTables(PhysicalMemory memory, FrameAllocator frames) {
        super(memory, frames, LEVELS);
        this.memory = memory;
    }

    /** All of what TTBR0 reaches is user code's, less a page. */
    @Override
    public long userEnd() {
        return (1L << ADDRESS_BITS) - PhysicalMemory.PAGE_SIZE;
    }

    /** Both for who may touch pages that have a key; the user's own tables for all others. */
    @Override
    public long root(long root, long keyRights) {
        Long whole = wholes.get(root);
        return whole == null || (keyRights & KEYED) != 0 ? root : whole;
    }

    /** A page with a key is in the whole tables only, which the first such page calls for. */
    @Override
    public boolean write(long root, Mapping mapping) {
        if (mapping.permissions().key() == 0) {
            Long whole = wholes.get(root);
            if (!super.write(root, mapping)) {
                return false;
            }
            if (whole != null && !super.write(whole, mapping)) {
                super.clear(root, mapping.va(), mapping.size());
                return false;
            }
            return true;
        }
        long whole = wholes.computeIfAbsent(root, this::copy);
        if (whole == 0) {
            wholes.remove(root);
            return false;
        }
        super.clear(root, mapping.va(), mapping.size());
        return super.write(whole, mapping);
    }

    @Override
    public void clear(long root, long va, PageSize size) {
        super.clear(root, va, size);
        Long whole = wholes.get(root);
        if (whole != null) {
            super.clear(whole, va, size);
        }
    }

    @Override
    public long leafEntry(long root, long va) {
        long entry = super.leafEntry(root, va);
        Long whole = wholes.get(root);
        return whole == null || entry != 0 && (memory.getLong(entry) & PRESENT) != 0
                ? entry
                : super.leafEntry(whole, va);
    }

    @Override
    public void destroy(long root) {
        super.destroy(root);
        Long whole = wholes.remove(root);
        if (whole != null) {
            super.destroy(whole);
        }
    }

    @Override
    protected long leaf(Mapping mapping) {
        Permissions permissions = mapping.permissions();
        // Without enhanced PAN, Linux makes no page that can be executed but not read.
        if (!permissions.read() && !permissions.write() && !permissions.execute()) {
            return 0;
        }
        return mapping.gpa()
                | PRESENT
                | (mapping.size() == PageSize.LARGE ? 0 : NOT_A_BLOCK)
                | (permissions.write() ? USER_READ_WRITE : USER_READ)
                | INNER_SHAREABLE
                | ACCESSED
                | NOT_GLOBAL
                | KERNEL_NO_EXECUTE
                | (permissions.execute() ? 0 : USER_NO_EXECUTE)
                | (permissions.guarded() ? GUARDED : 0);
    }

    @Override
    protected long table(long frame) {
        return frame | NOT_A_BLOCK | PRESENT;
    }

    @Override
    protected boolean isTable(long entry) {
        return (entry & (NOT_A_BLOCK | PRESENT)) == (NOT_A_BLOCK | PRESENT);
    }

    @Override
    protected long frame(long entry) {
        return entry & ADDRESS;
    }
}
