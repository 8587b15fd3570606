package org.rustos.kernel.ebpf.object;

import org.rustos.core.elf.ElfException;
import org.rustos.kernel.ebpf.MapSpec;
import org.rustos.kernel.ebpf.MapType;
import org.rustos.kernel.ebpf.Program;
import org.rustos.kernel.ebpf.ProgramType;
import org.rustos.kernel.ebpf.isa.BytecodeException;
import org.rustos.kernel.ebpf.object.SectionTable.Section;
import org.rustos.kernel.ebpf.object.SectionTable.Symbol;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Makes programs of an object file: each function of a named section, with what it calls. */
public final class ObjectReader {
    private static final int PROGRAMS_MAX = 1024;

    private final SectionTable table;
    private final List<MapReader.Found> maps;

    private ObjectReader(byte[] file) throws ElfException {
        this.table = new SectionTable(file);
        this.maps = MapReader.read(table);
    }

    /** Whether a file claims to be an object file. */
    public static boolean claims(byte[] file) {
        return file.length >= 4 && file[0] == 0x7f && file[1] == 'E' && file[2] == 'L';
    }

    /**
     * Reads and links.
     *
     * @throws ElfException if the file is not what it should be
     * @throws BytecodeException if it is, but holds what is no instruction
     */
    public static BpfObject read(byte[] file) throws ElfException, BytecodeException {
        return new ObjectReader(file).link();
    }

    private BpfObject link() throws ElfException, BytecodeException {
        List<Symbol> entries = entries(false);
        if (entries.isEmpty()) {
            entries = entries(true); // a file of plain functions
        }
        if (entries.isEmpty()) {
            throw new ElfException("has no program: no function in an executable section");
        }
        if (entries.size() > PROGRAMS_MAX) {
            throw new ElfException("has more than " + PROGRAMS_MAX + " programs");
        }
        List<MapSpec> specs = maps.stream().map(MapReader.Found::spec).toList();
        List<Program> programs = new ArrayList<>();
        for (Symbol entry : entries) {
            ProgramType type = ProgramType.ofSection(table.section(entry.section()).name());
            programs.add(
                    new Program(
                            entry.name(),
                            type == null ? ProgramType.RAW : type,
                            new Linker(table, maps).link(entry),
                            specs));
        }
        return new BpfObject(programs, specs, slots());
    }

    private List<Symbol> entries(boolean text) {
        List<Symbol> entries = new ArrayList<>();
        for (Symbol symbol : table.symbols()) {
            Section home = table.section(symbol.section());
            boolean plain = home.name().equals(".text");
            if (symbol.function() && home.executable() && plain == text) {
                entries.add(symbol);
            }
        }
        entries.sort(Comparator.comparingInt(Symbol::section).thenComparingLong(Symbol::value));
        return entries;
    }

    private List<BpfObject.Slot> slots() throws ElfException {
        List<BpfObject.Slot> slots = new ArrayList<>();
        for (int i = 0; i < maps.size(); i++) {
            MapReader.Found map = maps.get(i);
            if (map.values() < 0 || map.spec().type() != MapType.PROGRAM_ARRAY) {
                continue;
            }
            long first = map.offset() + map.values();
            for (SectionTable.Relocation each : table.relocations(table.section(map.section()))) {
                long index = (each.offset() - first) / 8;
                boolean inside = each.offset() >= first && index < map.spec().maxEntries();
                if (inside && each.symbol().function()) {
                    slots.add(new BpfObject.Slot(i, (int) index, each.symbol().name()));
                }
            }
        }
        return slots;
    }
}
