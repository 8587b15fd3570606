package org.rustos.core.memory;

/**
 * One page of one address space.
 *
 * @param va first virtual address, aligned to the page size
 * @param frame canonical physical address of the frame: what caches are indexed by
 * @param gpa guest-physical alias of the frame that only this mapping uses: what the engine's
 *     tables point to and what identifies the translation (TLB tag, protection key) in a memory
 *     hook
 */
public record Mapping(
        AddressSpace space, long va, long frame, long gpa, PageSize size, Permissions permissions) {

    /** The canonical physical address behind a virtual address of this page. */
    public long physical(long address) {
        return frame + (address & (size.bytes() - 1));
    }
}
