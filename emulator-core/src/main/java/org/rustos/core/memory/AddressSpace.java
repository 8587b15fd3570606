package org.rustos.core.memory;

import org.rustos.core.timing.Category;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * One virtual address space: the pages that are present now, kept both as Java values and as real
 * page tables in guest RAM.
 *
 * <p>It knows pages only. Which areas a process asked for, and what a fault on an absent page
 * means, is the kernel model's. Changes raise {@link #generation()}; a hart that may hold a
 * translation of a lowered or moved page must be told by {@code Hart.forget}: that is the TLB
 * shootdown, and it is priced.
 */
public final class AddressSpace {
    private final int asid;
    private final long root;
    private final PageTableWriter tables;
    private final AliasSpace aliases;
    private final NavigableMap<Long, Mapping> pages = new TreeMap<>();
    private final NavigableMap<Long, CodeRange> codeCategories = new TreeMap<>();
    private long generation;

    private record CodeRange(long end, Category category) {}

    /**
     * Creates an empty space.
     *
     * @param asid address-space identifier, unique while the space lives
     */
    public AddressSpace(int asid, PageTableWriter tables, AliasSpace aliases) {
        this.asid = asid;
        this.tables = tables;
        this.aliases = aliases;
        this.root = tables.createRoot();
        if (root == 0) {
            throw new OutOfFramesException();
        }
    }

    public int asid() {
        return asid;
    }

    /** Canonical physical address of the root table. */
    public long root() {
        return root;
    }

    /** Canonical physical address of the root table for a thread with some key rights. */
    public long root(long keyRights) {
        return tables.root(root, keyRights);
    }

    /** First address that user code cannot have. */
    public long userEnd() {
        return tables.userEnd();
    }

    /** Counts changes, so that a cache of decoded code can tell whether it is stale. */
    public long generation() {
        return generation;
    }

    /**
     * Maps one page, replacing what was there.
     *
     * @param va aligned virtual address
     * @param frame canonical physical address, aligned to the size
     * @throws OutOfFramesException if no frame is left for a table; the old mapping is then gone
     */
    public Mapping map(long va, long frame, PageSize size, Permissions permissions) {
        unmap(va);
        Mapping mapping =
                new Mapping(this, va, frame, aliases.acquire(frame, size), size, permissions);
        aliases.bind(mapping);
        if (!tables.write(root, mapping)) {
            aliases.release(mapping);
            throw new OutOfFramesException();
        }
        pages.put(va, mapping);
        generation++;
        return mapping;
    }

    /** Changes what user code may do with a present page; the alias stays. */
    public Mapping protect(long va, Permissions permissions) {
        Mapping old = pages.get(va);
        if (old == null) {
            throw new IllegalArgumentException("no page at 0x" + Long.toHexString(va));
        }
        Mapping changed = new Mapping(this, va, old.frame(), old.gpa(), old.size(), permissions);
        aliases.rebind(old, changed);
        tables.write(root, changed);
        pages.put(va, changed);
        generation++;
        return changed;
    }

    /** Removes a page; returns what was mapped, or null. */
    public Mapping unmap(long va) {
        Mapping old = pages.remove(va);
        if (old != null) {
            tables.clear(root, va, old.size());
            aliases.release(old);
            generation++;
        }
        return old;
    }

    /** The page that holds an address, or null. */
    public Mapping lookup(long address) {
        Map.Entry<Long, Mapping> entry = pages.floorEntry(address);
        if (entry == null) {
            return null;
        }
        Mapping mapping = entry.getValue();
        return address - mapping.va() < mapping.size().bytes() ? mapping : null;
    }

    /**
     * Present pages from one address (inclusive) to another (exclusive), in ascending order; a live
     * view.
     */
    public NavigableMap<Long, Mapping> range(long from, long to) {
        return pages.subMap(from, true, to, false);
    }

    /** Canonical physical address of the leaf entry of an address, or 0. */
    public long leafEntry(long va) {
        return tables.leafEntry(root, va);
    }

    /** Makes the cycles of code in a range count in a category other than user compute. */
    public void accountCode(long from, long to, Category category) {
        codeCategories.put(from, new CodeRange(to, category));
        generation++;
    }

    /** The category that a code address counts in. A hart asks once per decoded block. */
    public Category codeCategory(long va) {
        Map.Entry<Long, CodeRange> entry = codeCategories.floorEntry(va);
        return entry != null && va < entry.getValue().end()
                ? entry.getValue().category()
                : Category.USER_COMPUTE;
    }

    /** Gives aliases and tables back; the frames are the caller's to free. */
    public void destroy() {
        pages.values().forEach(aliases::release);
        pages.clear();
        tables.destroy(root);
        generation++;
    }
}
