package org.rustos.cpu.arm;

import org.rustos.core.memory.FrameAllocator;
import org.rustos.core.memory.Mapping;
import org.rustos.core.memory.PageSize;
import org.rustos.core.memory.Permissions;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.core.memory.RadixPageTables;

/**
 * Writes stage 1 tables of four levels with a granule of 4 KiB (Arm ARM DDI 0487, D8.3). The access
 * flag is set from the start, so that the engine's walks never change guest RAM.
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

    /**
     * Makes a writer.
     *
     * @param memory where the tables lie
     * @param frames gives their frames
     */
    public ArmPageTables(PhysicalMemory memory, FrameAllocator frames) {
        super(memory, frames, LEVELS);
    }

    /** All of what TTBR0 reaches is user code's, less a page. */
    @Override
    public long userEnd() {
        return (1L << ADDRESS_BITS) - PhysicalMemory.PAGE_SIZE;
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
