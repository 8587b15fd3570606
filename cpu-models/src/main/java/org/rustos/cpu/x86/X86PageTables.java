package org.rustos.cpu.x86;

import org.rustos.core.memory.FrameAllocator;
import org.rustos.core.memory.Mapping;
import org.rustos.core.memory.PageSize;
import org.rustos.core.memory.Permissions;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.core.memory.RadixPageTables;

/**
 * Writes 4-level tables with protection keys (Intel SDM volume 3, 4.5 and 4.6.2). Accessed and
 * dirty bits are set from the start, so that the engine's walks never change guest RAM.
 */
public final class X86PageTables extends RadixPageTables {
    private static final long WRITABLE = 1 << 1;
    private static final long USER = 1 << 2;
    private static final long ACCESSED_DIRTY = 0x60;
    private static final long LARGE = 1 << 7;
    private static final long NO_EXECUTE = 1L << 63;
    private static final int KEY_SHIFT = 59;
    private static final long ADDRESS = 0x000f_ffff_ffff_f000L;
    private static final int LEVELS = 4;

    /**
     * Makes a writer.
     *
     * @param memory where the tables lie
     * @param frames gives their frames
     */
    public X86PageTables(PhysicalMemory memory, FrameAllocator frames) {
        super(memory, frames, LEVELS);
    }

    @Override
    protected long leaf(Mapping mapping) {
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

    @Override
    protected long table(long frame) {
        return frame | PRESENT | WRITABLE | USER | ACCESSED_DIRTY;
    }

    @Override
    protected boolean isTable(long entry) {
        return (entry & (PRESENT | LARGE)) == PRESENT;
    }

    @Override
    protected long frame(long entry) {
        return entry & ADDRESS;
    }
}
