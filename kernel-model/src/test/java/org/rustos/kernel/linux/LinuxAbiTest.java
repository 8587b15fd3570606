package org.rustos.kernel.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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
        rows.removeAll(LinuxAbi.of(Isa.RISCV64).calls());
        assertTrue(rows.isEmpty(), rows.toString());
    }

    @Test
    void riscvHasEveryRowThatHasNoNewerForm() {
        TreeSet<String> rows = new TreeSet<>(LinuxSyscalls.rows().keySet());
        rows.removeAll(LinuxAbi.of(Isa.RISCV64).calls());
        assertEquals(
                "[access, alarm, arch_prctl, chmod, chown, creat, dup2, epoll_create, epoll_wait,"
                        + " eventfd, fork, futimesat, getpgrp, inotify_init, ioperm, iopl,"
                        + " lchown, link, lstat, mkdir, mknod, open, pause, pipe, poll, readlink,"
                        + " rename, renameat, rmdir, select, signalfd, stat, symlink, time, unlink,"
                        + " utime, utimes, vfork]",
                rows.toString());
    }

    @ParameterizedTest
    @EnumSource(
            value = Isa.class,
            names = {"X86_64", "RISCV64"})
    void fieldsLieInTheirStructures(Isa isa) {
        LinuxAbi table = LinuxAbi.of(isa);
        table.layouts()
                .forEach(
                        (name, layout) ->
                                layout.fields()
                                        .forEach(
                                                (field, place) ->
                                                        assertTrue(
                                                                place.offset() + place.bytes()
                                                                        <= layout.size(),
                                                                name + "." + field)));
        LinuxAbi.SignalFrame frame = table.signalFrame();
        int registers = frame.registers() + 8 * table.signalRegisters().size();
        assertTrue(registers <= frame.size() && frame.information() + 128 <= frame.size());
        assertTrue(table.signalRegisters().contains(frame.resultRegister()));
        assertEquals(5, table.cloneOrder().size());
        assertEquals(4, table.faults().size());
        assertEquals(table.machine(), table.isa().id());
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
