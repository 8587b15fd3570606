package org.rustos.cpu.arm;

import org.rustos.core.memory.Mapping;
import org.rustos.core.memory.PageSize;
import org.rustos.core.memory.PageTableWriter;

/** Page tables that nothing walks: a decoder goes by the mappings. */
final class NoTables implements PageTableWriter {
    private static final long ROOT = 4096;

    @Override
    public long createRoot() {
        return ROOT;
    }

    @Override
    public boolean write(long root, Mapping mapping) {
        return true;
    }

    @Override
    public void clear(long root, long va, PageSize size) {}

    @Override
    public long leafEntry(long root, long va) {
        return 0;
    }

    @Override
    public void destroy(long root) {}
}
