package org.rustos.kernel.ebpf.object;

import org.rustos.core.elf.ElfException;
import org.rustos.kernel.ebpf.isa.BytecodeException;
import org.rustos.kernel.ebpf.isa.Decoder;
import org.rustos.kernel.ebpf.isa.Instruction;
import org.rustos.kernel.ebpf.object.SectionTable.Relocation;
import org.rustos.kernel.ebpf.object.SectionTable.Section;
import org.rustos.kernel.ebpf.object.SectionTable.Symbol;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Puts one function and all that it calls behind each other and fills in what they refer to. */
final class Linker {
    private static final int CALL = 0x85;
    private static final int WIDE = 0x18;
    private static final int SLOTS_MAX = 1 << 20;

    private final SectionTable table;
    private final List<MapReader.Found> maps;
    private final List<Placed> placed = new ArrayList<>();
    private final Map<Integer, Map<Long, Relocation>> relocations = new HashMap<>();
    private int slots;

    /** A function and the slot at which it begins. */
    private record Placed(Symbol function, int slot) {}

    Linker(SectionTable table, List<MapReader.Found> maps) {
        this.table = table;
        this.maps = maps;
    }

    Instruction[] link(Symbol entry) throws ElfException, BytecodeException {
        place(entry);
        ByteArrayOutputStream code = new ByteArrayOutputStream();
        for (int i = 0; i < placed.size(); i++) {
            code.writeBytes(body(placed.get(i))); // places what it calls
        }
        return Decoder.decode(code.toByteArray());
    }

    private int place(Symbol function) throws ElfException {
        for (Placed each : placed) {
            if (each.function.equals(function)) {
                return each.slot;
            }
        }
        long size = function.size();
        if (size <= 0 || size % Decoder.SLOT != 0 || size / Decoder.SLOT + slots > SLOTS_MAX) {
            throw new ElfException("function %s has %d bytes".formatted(function.name(), size));
        }
        placed.add(new Placed(function, slots));
        slots += (int) (size / Decoder.SLOT);
        return placed.getLast().slot;
    }

    private byte[] body(Placed at) throws ElfException {
        Section section = table.section(at.function.section());
        byte[] all = table.bytes(section);
        long from = at.function.value();
        long size = at.function.size();
        if (from < 0 || from % Decoder.SLOT != 0 || from > all.length - size) {
            throw new ElfException(
                    "function " + at.function.name() + " ends beyond section " + section.name());
        }
        byte[] body = new byte[(int) size];
        System.arraycopy(all, (int) from, body, 0, body.length);
        ByteBuffer code = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN);
        Map<Long, Relocation> here = relocations(section);
        for (int offset = 0; offset < body.length; offset += Decoder.SLOT) {
            Relocation relocation = here.get(from + offset);
            int opcode = body[offset] & 0xff;
            boolean local = opcode == CALL && body[offset + 1] >> 4 == Instruction.CALL_LOCAL;
            if (local) {
                Symbol called = called(section, from + offset, code.getInt(offset + 4), relocation);
                int here0 = at.slot + offset / Decoder.SLOT;
                code.putInt(offset + 4, place(called) - here0 - 1);
            } else if (relocation != null && opcode == WIDE) {
                refer(code, offset, relocation.symbol());
            } else if (relocation != null) {
                throw new ElfException(
                        "the instruction at 0x%x of section %s refers to %s, which it cannot"
                                .formatted(
                                        from + offset, section.name(), relocation.symbol().name()));
            }
        }
        return body;
    }

    private Map<Long, Relocation> relocations(Section section) throws ElfException {
        Map<Long, Relocation> known = relocations.get(section.index());
        if (known == null) {
            known = new HashMap<>();
            for (Relocation each : table.relocations(section)) {
                known.put(each.offset(), each);
            }
            relocations.put(section.index(), known);
        }
        return known;
    }

    private Symbol called(Section section, long at, int imm, Relocation relocation)
            throws ElfException {
        int home = section.index();
        long target = at + (imm + 1L) * Decoder.SLOT;
        if (relocation != null) {
            Symbol symbol = relocation.symbol();
            if (symbol.section() == 0) {
                throw new ElfException("function " + symbol.name() + " is not defined");
            }
            home = symbol.section();
            target = symbol.value() + (imm + 1L) * Decoder.SLOT;
        }
        for (Symbol symbol : table.symbols()) {
            if (symbol.function() && symbol.section() == home && symbol.value() == target) {
                return symbol;
            }
        }
        throw new ElfException(
                "the call at 0x%x of section %s goes to where no function begins"
                        .formatted(at, section.name()));
    }

    private void refer(ByteBuffer code, int offset, Symbol symbol) throws ElfException {
        long place = symbol.value() + (code.getInt(offset + 4) & 0xffff_ffffL);
        if (offset + 2 * Decoder.SLOT > code.capacity()) {
            throw new ElfException("the last 64-bit immediate is cut");
        }
        for (int i = 0; i < maps.size(); i++) {
            MapReader.Found map = maps.get(i);
            boolean global = map.offset() < 0;
            if (map.section() == symbol.section() && (global || map.offset() == place)) {
                int sort = global ? Instruction.WIDE_MAP_VALUE : Instruction.WIDE_MAP;
                code.put(offset + 1, (byte) (code.get(offset + 1) & 0xf | sort << 4));
                code.putInt(offset + 4, i);
                code.putInt(offset + 12, global ? (int) place : 0);
                return;
            }
        }
        if (symbol.section() != 0 && table.section(symbol.section()).executable()) {
            throw new ElfException("the address of function " + symbol.name() + " is taken");
        }
        throw new ElfException("symbol " + symbol.name() + " is not defined");
    }
}
