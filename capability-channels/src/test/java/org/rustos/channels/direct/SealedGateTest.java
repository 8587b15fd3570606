package org.rustos.channels.direct;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rustos.channels.Settings;
import org.rustos.channels.abi.BootstrapLayout;
import org.rustos.channels.abi.DirectLayout;
import org.rustos.channels.abi.OpCode;
import org.rustos.channels.abi.TrapNumbers;
import org.rustos.channels.testing.Boot;
import org.rustos.channels.testing.FakeGuest;
import org.rustos.channels.testing.FakeMachine;
import org.rustos.core.cpu.Isa;
import org.rustos.core.machine.ExitReason;
import org.rustos.core.memory.Permissions;
import org.rustos.kernel.program.ProgramException;

/** The kernel side of tier 1 where hardware capabilities keep the service apart. */
class SealedGateTest {
    private static final long BUFFER = FakeMachine.HIGH_BUFFER;
    private static final long PATH = BUFFER + 0x1000;
    private static final long DATA = BUFFER + 0x2000;
    private static final long COPY = BUFFER + 0x3000;
    private static final int PAIR_AND_SEALER = 7;

    private final FakeMachine machine = new FakeMachine(1, Isa.RISCV64);

    @AfterEach
    void close() {
        machine.close();
    }

    private static Boot boot(FakeGuest guest) throws InterruptedException {
        Boot boot = new Boot(guest, BUFFER, BootstrapLayout.WANT_DIRECT, 0, 0);
        assertEquals(1, boot.result);
        assertEquals(DirectLayout.GATE_PAGE, boot.wide(BootstrapLayout.BLOCK_GATE));
        guest.store(PATH, 8, '/' | 'f' << 8);
        return boot;
    }

    /** Speaks to the kernel as the service does: its bounds, its text. */
    private static long kernel(FakeGuest guest, int op, long... arguments)
            throws InterruptedException {
        long[] all = new long[6];
        all[0] = op;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        guest.pc(DirectLayout.TEXT + 0x100);
        guest.reach(DirectLayout.LOW, DirectLayout.USER_TO);
        long result = guest.call(TrapNumbers.DIRECT_KERNEL, all);
        guest.pc(0);
        guest.reach(DirectLayout.USER_FROM, DirectLayout.USER_TO);
        return result;
    }

    private void run(FakeGuest.Program program) throws ProgramException {
        machine.file("f", new byte[4096]);
        machine.bind(new DirectMechanism(), Settings.NONE);
        assertEquals(ExitReason.FINISHED, machine.run(program));
        assertEquals(0, machine.process().exitStatus());
    }

    @Test
    void userCodeGetsThePairAndLosesTheService() throws ProgramException {
        run(
                guest -> {
                    boot(guest);
                    assertEquals(PAIR_AND_SEALER, machine.tags(DirectLayout.GATE_PAGE));
                    assertFalse(
                            machine.process()
                                    .space()
                                    .lookup(DirectLayout.GATE_PAGE)
                                    .permissions()
                                    .write());
                    assertFalse(guest.reaches(DirectLayout.TEXT));
                    assertFalse(guest.reaches(DirectLayout.TABLES));
                    assertFalse(guest.reaches(DirectLayout.HIGH - 1));
                    assertTrue(guest.reaches(DirectLayout.GRANTS));
                    assertTrue(guest.reaches(BUFFER));
                    Boot.abort(guest, 0);
                });
    }

    @Test
    void onlyTheServiceMayUseItsTraps() throws ProgramException {
        run(
                guest -> {
                    Boot boot = boot(guest);
                    assertEquals(1, kernel(guest, OpCode.NULL));
                    assertEquals(-1, guest.call(TrapNumbers.DIRECT_KERNEL, OpCode.NULL));
                    guest.pc(DirectLayout.TEXT + 0x100);
                    assertEquals(
                            -1,
                            guest.call(TrapNumbers.DIRECT_KERNEL, OpCode.NULL),
                            "the user's bounds");
                    guest.reach(DirectLayout.LOW, DirectLayout.USER_TO);
                    guest.pc(BUFFER);
                    assertEquals(
                            -1,
                            guest.call(TrapNumbers.DIRECT_KERNEL, OpCode.NULL),
                            "no service text");
                    assertTrue(boot.word(BootstrapLayout.BLOCK_SERVICE) > 0);
                    Boot.abort(guest, 0);
                });
    }

    @Test
    void theKernelChecksBuffersUnderTheUsersBounds() throws ProgramException {
        run(
                guest -> {
                    Boot boot = boot(guest);
                    long root = boot.word(BootstrapLayout.BLOCK_ROOT_DIRECTORY);
                    long file = kernel(guest, OpCode.OPEN, root, PATH, 2, 0, 0);
                    assertTrue(file > 0);
                    assertEquals(64, kernel(guest, OpCode.READ, file, DATA, 64, 0));
                    for (long inside :
                            new long[] {
                                DirectLayout.TABLES, DirectLayout.STACKS, DirectLayout.DATA
                            }) {
                        assertEquals(-14, kernel(guest, OpCode.READ, file, inside, 64, 0));
                    }
                    guest.reach(BUFFER, BUFFER + 32);
                    assertEquals(
                            -14,
                            guest.call(TrapNumbers.DEBUG_PRINT, BUFFER, 33),
                            "bounds of the user's own making");
                    assertEquals(32, guest.call(TrapNumbers.DEBUG_PRINT, BUFFER, 32));
                    Boot.abort(guest, 0);
                });
    }

    @Test
    void whoDropsTheServiceLosesEveryCopyOfThePair() throws ProgramException {
        run(
                guest -> {
                    Boot boot = boot(guest);
                    long service = boot.word(BootstrapLayout.BLOCK_SERVICE);
                    guest.store(COPY, 8, 0);
                    machine.copyCapability(DirectLayout.GATE_PAGE, COPY);
                    machine.copyCapability(
                            DirectLayout.GATE_PAGE + DirectLayout.GATE_SEALER, COPY + 16);
                    assertEquals(3, machine.tags(COPY));
                    assertEquals(0, kernel(guest, OpCode.REVOKE, service));
                    assertEquals(3, machine.tags(COPY), "what was derived: nothing");
                    assertEquals(0, kernel(guest, OpCode.DROP, service));
                    assertEquals(2, machine.tags(COPY), "other capabilities stay");
                    assertEquals(4, machine.tags(DirectLayout.GATE_PAGE));
                    assertEquals(-9, kernel(guest, OpCode.DROP, service));
                    Boot.abort(guest, 0);
                });
    }

    @Test
    void whatUserCodeCannotReachIsNotLoaded() {
        machine.map(0x40_0000, 0x40_1000, Permissions.READ_EXECUTE);
        ProgramException refusal =
                assertThrows(
                        ProgramException.class,
                        () -> machine.bind(new DirectMechanism(), Settings.NONE));
        assertTrue(refusal.getMessage().contains("0x400000"), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("--image-base=0x80000000"));
    }
}
