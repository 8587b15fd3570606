package org.rustos.cpu.riscv.hart;

import org.rustos.core.memory.AliasSpace;

/**
 * Where RAM lies among physical addresses, and which of them are the same byte: a bare board has
 * RAM at one place, the kernel model gives each mapping of a frame an alias of its own.
 *
 * @param base physical address of the first byte of RAM
 * @param mask what is left of a physical address without its alias
 * @param aliases gives translations their names, or null without aliases
 */
public record PhysicalLayout(long base, long mask, AliasSpace aliases) {
    /** One copy of RAM at an address. */
    public static PhysicalLayout bare(long base) {
        return new PhysicalLayout(base, -1, null);
    }

    /** RAM at 0 and again at each alias. */
    public static PhysicalLayout of(AliasSpace aliases) {
        return new PhysicalLayout(0, aliases.stride() - 1, aliases);
    }

    /** The place in RAM of a physical address, if it is in RAM at all. */
    long offset(long pa) {
        return (pa & mask) - base;
    }

    /** What names the translation of a page in translation caches. */
    long translationTag(long pa) {
        return aliases == null ? pa >>> 12 : aliases.translationTag(pa);
    }
}
