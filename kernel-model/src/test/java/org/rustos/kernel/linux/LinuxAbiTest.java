package org.rustos.kernel.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.rustos.core.cpu.Isa;

import java.util.TreeSet;

class LinuxAbiTest {
    private final LinuxAbi abi = LinuxAbi.of(Isa.X86_64);

    @Test
    void numbersAreThoseOfTheManual() {
        assertEquals("read", abi.call(0));
        assertEquals("exit_group", abi.call(231));
        assertEquals("statx", abi.call(332));
        assertNull(abi.call(-1));
        assertNull(abi.call(1 << 20));
    }

    @Test
    void everyRowHasANumber() {
        TreeSet<String> rows = new TreeSet<>(LinuxSyscalls.rows().keySet());
        rows.removeAll(abi.calls());
        assertTrue(rows.isEmpty(), rows.toString());
    }

    @Test
    void fieldsLieInTheirStructures() {
        abi.layouts()
                .forEach(
                        (name, layout) ->
                                layout.fields()
                                        .forEach(
                                                (field, place) ->
                                                        assertTrue(
                                                                place.offset() + place.bytes()
                                                                        <= layout.size(),
                                                                name + "." + field)));
        LinuxAbi.SignalFrame frame = abi.signalFrame();
        int registers = frame.registers() + 8 * abi.signalRegisters().size();
        assertTrue(registers <= frame.mask() && frame.information() + 128 <= frame.size());
    }

    @Test
    void aStructurePutsItsFieldsWhereTheLayoutSays() {
        Struct stat =
                new Struct(abi.layouts().get("stat")).set("st_size", 0x1234).set("st_mode", 7);
        assertEquals(0x1234, stat.u64(48));
        assertEquals(7, stat.s32(24));
        assertEquals(144, stat.bytes().length);
    }
}
