package org.rustos.cpu.riscv;

import org.rustos.core.memory.FrameAllocator;
import org.rustos.core.memory.Mapping;
import org.rustos.core.memory.Permissions;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.core.memory.RadixPageTables;

/**
 * Writes Sv39 tables (RISC-V Privileged Architecture, section 4.4). Accessed and dirty bits are set
 * from the start, so that walks never change guest RAM.
 */
public final class RiscvPageTables extends RadixPageTables {
    private static final long READ = 1 << 1;
    private static final long WRITE = 1 << 2;
    private static final long EXECUTE = 1 << 3;
    private static final long USER = 1 << 4;
    private static final long ACCESSED_DIRTY = 0xc0;

    /** CHERI: tags may be read, and where data may be written also written (ISAv9, section 6.6). */
    private static final long CAPABILITY_READ = 1L << 62;

    private static final long CAPABILITY_WRITE_DIRTY = 1L << 63 | 1L << 61;
    private static final long LEAF = READ | WRITE | EXECUTE;
    private static final int LEVELS = 3;
    private static final int PPN_SHIFT = 10;
    private static final long PPN = (1L << 44) - 1;

    /**
     * Makes a writer.
     *
     * @param memory where the tables lie
     * @param frames gives their frames
     */
    public RiscvPageTables(PhysicalMemory memory, FrameAllocator frames) {
        super(memory, frames, LEVELS);
    }

    @Override
    protected long leaf(Mapping mapping) {
        Permissions permissions = mapping.permissions();
        if (!permissions.read() && !permissions.write() && !permissions.execute()) {
            return 0;
        }
        // A page that can be written but not read is reserved (table 4.5).
        boolean read = permissions.read() || permissions.write();
        return mapping.gpa() >>> PhysicalMemory.PAGE_SHIFT << PPN_SHIFT
                | PRESENT
                | USER
                | ACCESSED_DIRTY
                | (read ? READ | CAPABILITY_READ : 0)
                | (permissions.write() ? WRITE | CAPABILITY_WRITE_DIRTY : 0)
                | (permissions.execute() ? EXECUTE : 0);
    }

    @Override
    protected long table(long frame) {
        return frame >>> PhysicalMemory.PAGE_SHIFT << PPN_SHIFT | PRESENT;
    }

    @Override
    protected boolean isTable(long entry) {
        return (entry & (PRESENT | LEAF)) == PRESENT;
    }

    @Override
    protected long frame(long entry) {
        return (entry >>> PPN_SHIFT & PPN) << PhysicalMemory.PAGE_SHIFT;
    }
}
