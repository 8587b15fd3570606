package org.rustos.core.elf;

import org.rustos.core.elf.ElfImage.Section;
import org.rustos.core.elf.ElfImage.Symbol;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Names of an image: optional, but what stands there must be sound. */
record ElfSections(List<Section> sections, List<Symbol> symbols) {
    /** Longer names (of C++ templates) are cut, lest many symbols share one endless name. */
    private static final int NAME_MAX = 1024;

    private static final int HEADER_SIZE = 64;
    private static final int SYMBOL_SIZE = 24;
    private static final long SHT_SYMTAB = 2;
    private static final long SHT_NOBITS = 8;
    private static final long SHF_ALLOC = 2;
    private static final long SHF_EXECINSTR = 4;
    private static final int STT_NOTYPE = 0;
    private static final int STT_OBJECT = 1;
    private static final int STT_FUNC = 2;
    private static final int STT_GNU_IFUNC = 10;

    /** A section header as it stands in the file. */
    private record Header(
            long name, long type, long flags, long address, long offset, long size, long link) {}

    static ElfSections read(ElfBytes file) throws ElfException {
        long table = file.u64(40, "ELF header");
        int size = file.u16(58, "ELF header");
        int count = file.u16(60, "ELF header");
        int names = file.u16(62, "ELF header");
        if (table == 0 || count == 0) {
            return new ElfSections(List.of(), List.of());
        }
        if (size != HEADER_SIZE) {
            throw new ElfException("section headers of " + size + " bytes instead of 64");
        }
        file.require(table, (long) count * HEADER_SIZE, "section header table");
        List<Header> headers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            headers.add(header(file, table + (long) i * HEADER_SIZE, i));
        }
        return new ElfSections(sections(file, headers, names), symbols(file, headers));
    }

    private static Header header(ElfBytes file, long at, int index) throws ElfException {
        String what = "section header " + index;
        Header header =
                new Header(
                        file.u32(at, what),
                        file.u32(at + 4, what),
                        file.u64(at + 8, what),
                        file.u64(at + 16, what),
                        file.u64(at + 24, what),
                        file.u64(at + 32, what),
                        file.u32(at + 40, what));
        if (header.type != 0 && header.type != SHT_NOBITS) {
            file.require(header.offset, header.size, "section " + index);
        }
        return header;
    }

    private static List<Section> sections(ElfBytes file, List<Header> headers, int names)
            throws ElfException {
        if (names == 0 || names >= headers.size()) {
            return List.of();
        }
        Header strings = headers.get(names);
        List<Section> sections = new ArrayList<>();
        for (Header header : headers) {
            if (header.type == 0 || (header.flags & SHF_ALLOC) == 0) {
                continue;
            }
            if (header.address < 0 || header.size < 0 || header.address + header.size < 0) {
                throw new ElfException("a section lies outside the address space");
            }
            sections.add(
                    new Section(
                            name(file, strings, header.name),
                            header.address,
                            header.size,
                            (header.flags & SHF_EXECINSTR) != 0));
        }
        sections.sort(Comparator.comparingLong(Section::address).thenComparing(Section::name));
        return List.copyOf(sections);
    }

    private static List<Symbol> symbols(ElfBytes file, List<Header> headers) throws ElfException {
        List<Symbol> symbols = new ArrayList<>();
        for (Header header : headers) {
            if (header.type != SHT_SYMTAB) {
                continue;
            }
            if (header.link >= headers.size()) {
                throw new ElfException("the symbol table has no names");
            }
            Header strings = headers.get((int) header.link);
            for (long i = 0; i < header.size / SYMBOL_SIZE; i++) {
                addSymbol(file, headers, strings, header.offset + i * SYMBOL_SIZE, symbols);
            }
            // The gABI allows one symbol table.
            break;
        }
        symbols.sort(
                Comparator.comparingLong(Symbol::address)
                        .thenComparing(Comparator.comparingLong(Symbol::size).reversed())
                        .thenComparing(Symbol::name));
        return List.copyOf(symbols);
    }

    private static void addSymbol(
            ElfBytes file, List<Header> headers, Header strings, long at, List<Symbol> symbols)
            throws ElfException {
        int type = file.u8(at + 4, "symbol") & 0xf;
        int section = file.u16(at + 6, "symbol");
        // Section 0 is "undefined", the reserved range holds absolute and common symbols.
        if (section == 0 || section >= headers.size()) {
            return;
        }
        boolean code = (headers.get(section).flags & SHF_EXECINSTR) != 0;
        boolean wanted =
                type == STT_FUNC
                        || type == STT_GNU_IFUNC
                        || type == STT_OBJECT
                        || type == STT_NOTYPE;
        long address = file.u64(at + 8, "symbol");
        long size = file.u64(at + 16, "symbol");
        if (!wanted || address < 0 || size < 0) {
            return;
        }
        String name = name(file, strings, file.u32(at, "symbol"));
        if (!name.isEmpty() && !name.startsWith("$")) {
            // A label of assembly has no type: it is what its section is.
            boolean function = type != STT_OBJECT && (type != STT_NOTYPE || code);
            symbols.add(new Symbol(name, address, size, function));
        }
    }

    private static String name(ElfBytes file, Header strings, long offset) throws ElfException {
        if (strings.type == SHT_NOBITS || offset >= strings.size) {
            throw new ElfException("a name lies outside the string table");
        }
        long end = strings.offset + strings.size;
        return file.prefix(strings.offset + offset, end, NAME_MAX, "a name");
    }
}
