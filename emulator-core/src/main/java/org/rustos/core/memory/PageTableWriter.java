package org.rustos.core.memory;

/**
 * Writes one ISA's page tables into guest RAM, so that the engine walks real entries.
 *
 * <p>One writer serves all address spaces of a machine. Tables are frames of the machine's {@link
 * FrameAllocator}. Implementations never flush a TLB: that is the caller's explicit, priced act.
 */
public interface PageTableWriter {
    /**
     * First address that user code cannot have: the lower half of what the tables reach, less its
     * last page, so that nothing of a user's ever touches the boundary.
     */
    default long userEnd() {
        return 0x7fff_ffff_f000L;
    }

    /** A fresh empty root table's canonical physical address, or 0 when RAM is exhausted. */
    long createRoot();

    /**
     * The root by which a thread translates: the same for all rights where the hardware checks the
     * keys of pages; another one where pages that a thread's rights close are in no table of its.
     *
     * @param keyRights as {@code HartContext.keyRights} gives them
     */
    default long root(long root, long keyRights) {
        return root;
    }

    /**
     * Writes or overwrites the leaf entry of a mapping.
     *
     * @return false when no frame is left for an intermediate table; nothing was changed then
     */
    boolean write(long root, Mapping mapping);

    /** Clears the leaf entry; clearing an absent entry is allowed. */
    void clear(long root, long va, PageSize size);

    /**
     * Canonical physical address of the leaf entry (what a page walk reads last), or 0 if absent.
     */
    long leafEntry(long root, long va);

    /** Frees all tables of a root; the mapped frames are not touched. */
    void destroy(long root);
}
