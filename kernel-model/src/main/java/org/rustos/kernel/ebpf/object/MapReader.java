package org.rustos.kernel.ebpf.object;

import org.rustos.core.elf.ElfException;
import org.rustos.kernel.ebpf.MapSpec;
import org.rustos.kernel.ebpf.MapType;
import org.rustos.kernel.ebpf.object.SectionTable.Section;
import org.rustos.kernel.ebpf.object.SectionTable.Symbol;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Finds the maps of an object: described by BTF, by the older structure, or global variables. */
final class MapReader {
    private static final int LEGACY_SIZE = 20;

    private final SectionTable table;
    private final List<Found> maps = new ArrayList<>();

    /**
     * A map and where the object has it.
     *
     * @param offset in its section; -1 if the whole section is the map's value
     * @param values offset behind {@code offset} of the first programs of a program array, or -1
     */
    record Found(MapSpec spec, int section, long offset, long values) {}

    private MapReader(SectionTable table) {
        this.table = table;
    }

    static List<Found> read(SectionTable table) throws ElfException {
        MapReader reader = new MapReader(table);
        reader.described();
        reader.legacy();
        reader.globals();
        for (Found found : reader.maps) {
            String wrong = found.spec().complaint();
            if (wrong != null) {
                throw new ElfException(wrong);
            }
        }
        return reader.maps;
    }

    private void described() throws ElfException {
        Section section = table.section(".maps");
        if (section == null) {
            return;
        }
        Section btf = table.section(".BTF");
        if (btf == null) {
            throw new ElfException("section .maps has no types; compile with -g");
        }
        TypeTable types = new TypeTable(table.bytes(btf));
        for (int id = 1; id < types.count(); id++) {
            TypeTable.Type type = types.get(id);
            if (type.kind() == TypeTable.DATASEC && type.name().equals(".maps")) {
                for (TypeTable.Member variable : types.variables(type)) {
                    maps.add(described(types, section, variable));
                }
            }
        }
    }

    private Found described(TypeTable types, Section section, TypeTable.Member variable)
            throws ElfException {
        TypeTable.Type struct = types.plain(variable.type());
        if (struct.kind() != TypeTable.STRUCT) {
            throw new ElfException("map " + variable.name() + " is no structure");
        }
        long type = 0;
        long key = 0;
        long value = 0;
        long entries = 0;
        long values = -1;
        for (TypeTable.Member member : types.members(struct)) {
            switch (member.name()) {
                case "type" -> type = number(types, member);
                case "max_entries" -> entries = number(types, member);
                case "key_size" -> key = number(types, member);
                case "value_size" -> value = number(types, member);
                case "key" -> key = types.sizeOf(types.plain(member.type()).size());
                case "value" -> value = types.sizeOf(types.plain(member.type()).size());
                case "values" -> values = member.offset();
                default -> {} // flags, pinning and NUMA nodes change nothing here
            }
        }
        MapType kind = MapType.of(type);
        if (kind == null) {
            throw new ElfException("map " + variable.name() + " has unknown type " + type);
        }
        if (kind == MapType.PROGRAM_ARRAY && value == 0) {
            value = 4; // its values are functions, which the compiler gives no size
        }
        MapSpec spec = MapSpec.of(variable.name(), kind, (int) key, (int) value, entries);
        return new Found(spec, section.index(), offset(section, variable.name()), values);
    }

    /** A number is written as the length of an array that a pointer points to. */
    private static long number(TypeTable types, TypeTable.Member member) throws ElfException {
        TypeTable.Type pointer = types.plain(member.type());
        TypeTable.Type array = types.plain(pointer.size());
        if (pointer.kind() != TypeTable.POINTER || array.kind() != TypeTable.ARRAY) {
            throw new ElfException("map member " + member.name() + " is no __uint");
        }
        return types.elements(array);
    }

    private long offset(Section section, String name) throws ElfException {
        for (Symbol symbol : table.symbols()) {
            if (symbol.section() == section.index() && symbol.name().equals(name)) {
                return symbol.value();
            }
        }
        throw new ElfException("map " + name + " has no symbol");
    }

    private void legacy() throws ElfException {
        Section section = table.section("maps");
        if (section == null) {
            return;
        }
        ByteBuffer bytes = ByteBuffer.wrap(table.bytes(section)).order(ByteOrder.LITTLE_ENDIAN);
        List<Symbol> symbols = new ArrayList<>(table.symbols());
        symbols.removeIf(symbol -> symbol.section() != section.index() || symbol.name().isEmpty());
        symbols.sort(Comparator.comparingLong(Symbol::value));
        for (Symbol symbol : symbols) {
            long at = symbol.value();
            if (at < 0 || at > bytes.capacity() - LEGACY_SIZE) {
                throw new ElfException("map " + symbol.name() + " ends beyond section maps");
            }
            MapType type = MapType.of(bytes.getInt((int) at));
            if (type == null) {
                throw new ElfException(
                        "map %s has unknown type %d"
                                .formatted(symbol.name(), bytes.getInt((int) at)));
            }
            MapSpec spec =
                    MapSpec.of(
                            symbol.name(),
                            type,
                            bytes.getInt((int) at + 4),
                            bytes.getInt((int) at + 8),
                            bytes.getInt((int) at + 12) & 0xffff_ffffL);
            maps.add(new Found(spec, section.index(), at, -1));
        }
    }

    private void globals() throws ElfException {
        for (Section section : table.sections()) {
            String name = section.name();
            boolean constant = name.startsWith(".rodata");
            boolean data = constant || name.startsWith(".data") || name.startsWith(".bss");
            if (!data || section.size() == 0 || section.type() == SectionTable.RELOCATIONS) {
                continue;
            }
            if (!table.relocations(section).isEmpty()) {
                throw new ElfException(
                        "section " + name + " holds pointers, which have no meaning");
            }
            byte[] bytes = table.bytes(section);
            MapSpec spec = new MapSpec(name, MapType.ARRAY, 4, bytes.length, 1, constant, bytes);
            maps.add(new Found(spec, section.index(), -1, -1));
        }
    }
}
