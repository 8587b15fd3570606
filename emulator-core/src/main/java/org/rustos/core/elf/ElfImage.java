package org.rustos.core.elf;

import org.rustos.core.cpu.Isa;

import java.util.List;

/**
 * A checked ELF64 executable: where its bytes go, where it starts, and what names it has.
 *
 * @param positionIndependent true for ET_DYN: addresses are relative to a base of the loader's
 *     choice
 * @param entry entry address as in the file
 * @param programHeaders address of the program headers in memory as in the file, or 0 if not loaded
 * @param programHeaderCount number of program headers
 * @param segments PT_LOAD segments in ascending order, not overlapping
 * @param interpreter PT_INTERP path, or null; such a file needs a dynamic linker
 * @param tls true if it has a PT_TLS segment
 * @param symbols functions and objects in ascending order of address; empty if stripped
 * @param sections named parts in ascending order of address, for accounting code of the runtime to
 *     its category and for giving parts a protection domain; empty if the file names none
 * @param note the RustOS note, or null for a foreign image
 */
public record ElfImage(
        Isa isa,
        boolean positionIndependent,
        long entry,
        long programHeaders,
        int programHeaderCount,
        List<Segment> segments,
        String interpreter,
        boolean tls,
        List<Symbol> symbols,
        List<Section> sections,
        RustosNote note) {

    /**
     * Bytes that go to memory.
     *
     * @param address virtual address as in the file
     * @param memorySize bytes in memory; beyond {@code bytes.length} they are zero
     */
    public record Segment(
            long address,
            long memorySize,
            byte[] bytes,
            boolean read,
            boolean write,
            boolean execute) {}

    /** A name of the symbol table. */
    public record Symbol(String name, long address, long size, boolean function) {}

    /** A named part of the loaded image. */
    public record Section(String name, long address, long size, boolean execute) {}

    /**
     * What an image of ours says of itself (note name "RustOS", type 1).
     *
     * @param mechanism id of the mechanism that its runtime library speaks
     * @param abi version of the guest ABI, see docs/guest-abi.md
     */
    public record RustosNote(String mechanism, int abi) {}
}
