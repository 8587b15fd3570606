package org.rustos.kernel.ebpf.object;

import org.rustos.core.elf.ElfBytes;
import org.rustos.core.elf.ElfException;

import java.util.ArrayList;
import java.util.List;

/** Sections and symbols of a relocatable file: all that is needed to link it, and checked once. */
final class SectionTable {
    static final long NOBITS = 8;
    static final long RELOCATIONS = 9;

    private static final int EM_BPF = 247;
    private static final int ET_REL = 1;
    private static final long SYMBOLS = 2;
    private static final int HEADER_SIZE = 64;
    private static final int SYMBOL_SIZE = 24;
    private static final int RELOCATION_SIZE = 16;
    private static final long SECTION_MAX = 1 << 24;
    private static final long EXECUTABLE = 4;

    private final ElfBytes file;
    private final List<Section> sections = new ArrayList<>();
    private final List<Symbol> symbols = new ArrayList<>();

    /** One section. */
    record Section(
            int index,
            String name,
            long type,
            long flags,
            long offset,
            long size,
            int link,
            int info) {
        boolean executable() {
            return (flags & EXECUTABLE) != 0 && type == 1;
        }
    }

    /** One symbol; its section is 0 where it is not defined. */
    record Symbol(String name, int type, int section, long value, long size) {
        boolean function() {
            return type == 2;
        }
    }

    /** One place that depends on a symbol. */
    record Relocation(long offset, int type, Symbol symbol) {}

    SectionTable(byte[] bytes) throws ElfException {
        this.file = new ElfBytes(bytes);
        if (file.u32(0, "ELF header") != 0x464c_457fL) {
            throw new ElfException("is no ELF file");
        }
        boolean sound =
                file.u8(4, "ELF header") == 2
                        && file.u8(5, "ELF header") == 1
                        && file.u16(16, "ELF header") == ET_REL
                        && file.u16(18, "ELF header") == EM_BPF;
        if (!sound) {
            throw new ElfException("is no eBPF object; compile with clang -target bpf -O2 -g -c");
        }
        readSections();
        readSymbols();
    }

    List<Section> sections() {
        return sections;
    }

    List<Symbol> symbols() {
        return symbols;
    }

    /** The section of a name, or null. */
    Section section(String name) {
        for (Section section : sections) {
            if (section.name().equals(name)) {
                return section;
            }
        }
        return null;
    }

    Section section(int index) {
        return sections.get(index);
    }

    byte[] bytes(Section section) throws ElfException {
        if (section.size() > SECTION_MAX) {
            throw new ElfException("section " + section.name() + " is larger than 16 MiB");
        }
        return section.type() == NOBITS
                ? new byte[(int) section.size()]
                : file.slice(section.offset(), section.size(), "section " + section.name());
    }

    /** What must be patched in a section, in the file's order. */
    List<Relocation> relocations(Section target) throws ElfException {
        List<Relocation> all = new ArrayList<>();
        for (Section section : sections) {
            if (section.type() != RELOCATIONS || section.info() != target.index()) {
                continue;
            }
            for (long i = 0; i < section.size() / RELOCATION_SIZE; i++) {
                long at = section.offset() + i * RELOCATION_SIZE;
                long info = file.u64(at + 8, "relocation");
                long symbol = info >>> 32;
                if (symbol >= symbols.size()) {
                    throw new ElfException("a relocation names symbol " + symbol);
                }
                all.add(
                        new Relocation(
                                file.u64(at, "relocation"), (int) info, symbols.get((int) symbol)));
            }
        }
        return all;
    }

    private void readSections() throws ElfException {
        long table = file.u64(40, "ELF header");
        int count = file.u16(60, "ELF header");
        int names = file.u16(62, "ELF header");
        if (file.u16(58, "ELF header") != HEADER_SIZE || names >= count) {
            throw new ElfException("the section header table is broken");
        }
        file.require(table, (long) count * HEADER_SIZE, "section header table");
        long strings = table + (long) names * HEADER_SIZE;
        long from = file.u64(strings + 24, "section names");
        long limit = from + file.u64(strings + 32, "section names");
        for (int i = 0; i < count; i++) {
            long at = table + (long) i * HEADER_SIZE;
            long type = file.u32(at + 4, "section header");
            String name =
                    type == 0
                            ? ""
                            : file.string(from + file.u32(at, "section header"), limit, "a name");
            Section section =
                    new Section(
                            i,
                            name,
                            type,
                            file.u64(at + 8, "section header"),
                            file.u64(at + 24, "section header"),
                            file.u64(at + 32, "section header"),
                            (int) file.u32(at + 40, "section header"),
                            (int) file.u32(at + 44, "section header"));
            if (type == NOBITS || type == 0) {
                file.require(0, 0, name);
                if (section.size() < 0 || section.size() > SECTION_MAX) {
                    throw new ElfException("section " + name + " is larger than 16 MiB");
                }
            } else {
                file.require(section.offset(), section.size(), "section " + name);
            }
            sections.add(section);
        }
    }

    private void readSymbols() throws ElfException {
        for (Section section : sections) {
            if (section.type() != SYMBOLS) {
                continue;
            }
            if (section.link() < 0 || section.link() >= sections.size()) {
                throw new ElfException("the symbol table has no names");
            }
            Section strings = sections.get(section.link());
            long limit = strings.offset() + strings.size();
            for (long i = 0; i < section.size() / SYMBOL_SIZE; i++) {
                long at = section.offset() + i * SYMBOL_SIZE;
                int home = file.u16(at + 6, "symbol");
                symbols.add(
                        new Symbol(
                                file.string(
                                        strings.offset() + file.u32(at, "symbol"),
                                        limit,
                                        "a symbol's name"),
                                file.u8(at + 4, "symbol") & 0xf,
                                home < sections.size() ? home : 0,
                                file.u64(at + 8, "symbol"),
                                file.u64(at + 16, "symbol")));
            }
            return;
        }
    }
}
