package org.rustos.channels.direct;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.rustos.channels.Mechanism;
import org.rustos.channels.Settings;
import org.rustos.channels.abi.BootstrapLayout;
import org.rustos.channels.abi.DirectLayout;
import org.rustos.channels.abi.OpCode;
import org.rustos.channels.abi.Rights;
import org.rustos.channels.abi.TrapNumbers;
import org.rustos.channels.rustos.RustosMechanism;
import org.rustos.channels.testing.Boot;
import org.rustos.channels.testing.FakeGuest;
import org.rustos.channels.testing.FakeMachine;
import org.rustos.core.cpu.Isa;
import org.rustos.core.hart.Access;
import org.rustos.core.hart.PointerKeys;
import org.rustos.core.hart.ProtectionCause;
import org.rustos.core.hart.Trap;
import org.rustos.core.machine.ExitReason;
import org.rustos.kernel.KernelConfig;
import org.rustos.kernel.program.ProgramException;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** The kernel side of tier 1 where handles are signed; the service's own code needs an engine. */
class SignedHandlesTest {
    private static final long BUFFER = FakeMachine.HIGH_BUFFER;
    private static final long PATH = BUFFER + 0x1000;
    private static final int KILLED = 137;
    private static final Trap FPAC =
            new Trap.ProtectionFault(
                    0x1234, Access.READ, ProtectionCause.POINTER_AUTHENTICATION, 2);
    private static final Trap POISONED =
            new Trap.PageFault(0x2000_0100_0000_0020L, Access.READ, false);

    private final ServiceImage service = ServiceImage.of(Isa.AARCH64);
    private FakeMachine machine;
    private SortedMap<String, Long> counters;

    /** Runs a guest to its end; its exit status. */
    private int run(
            Mechanism mechanism, Map<String, String> settings, long seed, FakeGuest.Program program)
            throws ProgramException {
        KernelConfig config = KernelConfig.DEFAULT.withSeed(seed);
        try (FakeMachine made = new FakeMachine(1, Isa.AARCH64, config)) {
            machine = made;
            machine.file("f", new byte[4096]);
            Mechanism.Bound bound = machine.bind(mechanism, new Settings(settings));
            assertEquals(ExitReason.FINISHED, machine.run(program));
            counters = bound.counters();
            return machine.process().exitStatus();
        }
    }

    private int run(FakeGuest.Program program) throws ProgramException {
        return run(new DirectMechanism(), Map.of(), 1, program);
    }

    private static long boot(FakeGuest guest) throws InterruptedException {
        Boot boot = new Boot(guest, BUFFER, BootstrapLayout.WANT_DIRECT, 0, 0);
        assertEquals(1, boot.result);
        guest.store(PATH, 8, '/' | 'f' << 8);
        return boot.word(BootstrapLayout.BLOCK_ROOT_DIRECTORY);
    }

    private static long kernel(FakeGuest guest, int op, long... arguments)
            throws InterruptedException {
        long[] all = new long[6];
        all[0] = op;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        guest.pc(DirectLayout.TEXT + 0x100);
        return guest.call(TrapNumbers.DIRECT_KERNEL, all);
    }

    private static long open(FakeGuest guest, long root) throws InterruptedException {
        return kernel(guest, OpCode.OPEN, root, PATH, 2, 0, 0);
    }

    private static long index(long handle) {
        return handle >>> DirectLayout.HANDLE_INDEX_SHIFT & 0xffff_ffffL;
    }

    @Test
    void whatTheKernelHandsOutIsSignedByTheKeyOfTheProcess() throws ProgramException {
        assertEquals(
                0,
                run(
                        guest -> {
                            assertEquals(PointerKeys.Key.ZERO, guest.dataKey());
                            long root = boot(guest);
                            long handle = open(guest, root);
                            assertTrue(handle > 0, "no errno");
                            assertEquals(1, handle >>> DirectLayout.HANDLE_SIGNED_BIT & 1);
                            long at = DirectLayout.TABLES + DirectLayout.DATA_CAPABILITIES;
                            long entry = guest.load(at, 8) + index(handle) * 32;
                            long modifier =
                                    guest.load(entry + DirectLayout.CAPABILITY_RIGHTS, 4)
                                            | guest.load(entry + DirectLayout.CAPABILITY_OBJECT, 4)
                                                    << 32
                                            | 1L << 48;
                            long pointer = DirectLayout.HANDLE_BASE | index(handle) << 5;
                            long signed =
                                    machine.board()
                                            .model()
                                            .pointerSigner()
                                            .sign(guest.dataKey(), pointer, modifier);
                            assertEquals(signed, Long.rotateRight(handle, 8));
                            assertEquals(4096, kernelRead(guest, handle), "by its index");
                            Boot.abort(guest, 0);
                        }));
    }

    private static long kernelRead(FakeGuest guest, long handle) throws InterruptedException {
        return kernel(guest, OpCode.READ, index(handle), BUFFER + 0x2000, 4096, 0);
    }

    @Test
    void weakerRightsAndOtherProcessesGiveOtherSignatures() throws ProgramException {
        List<Long> handles = new ArrayList<>();
        List<PointerKeys.Key> keys = new ArrayList<>();
        for (long seed = 1; seed <= 2; seed++) {
            run(
                    new DirectMechanism(),
                    Map.of(),
                    seed,
                    guest -> {
                        long first = open(guest, boot(guest));
                        long weaker =
                                kernel(guest, OpCode.DERIVE, index(first), Rights.READ, 0, 0, 0);
                        assertEquals(1, weaker >>> DirectLayout.HANDLE_SIGNED_BIT & 1);
                        assertNotEquals(signature(first), signature(weaker));
                        handles.add(first);
                        keys.add(guest.dataKey());
                        Boot.abort(guest, 0);
                    });
        }
        assertEquals(index(handles.get(0)), index(handles.get(1)));
        assertNotEquals(keys.get(0), keys.get(1));
        assertNotEquals(signature(handles.get(0)), signature(handles.get(1)));
    }

    private static long signature(long handle) {
        return Long.rotateRight(handle, 8) >>> 48;
    }

    @Test
    void afterARevocationNothingThatWasSignedFits() throws ProgramException {
        run(
                guest -> {
                    long first = open(guest, boot(guest));
                    long child = kernel(guest, OpCode.DERIVE, index(first), Rights.READ, 0, 0, 0);
                    long table =
                            guest.load(DirectLayout.TABLES + DirectLayout.DATA_CAPABILITIES, 8);
                    long epoch = table + index(child) * 32 + DirectLayout.CAPABILITY_EPOCH;
                    assertEquals(1, guest.load(epoch, 4));
                    assertEquals(0, kernel(guest, OpCode.REVOKE, index(first)));
                    assertEquals(DirectLayout.EPOCH_REVOKED, guest.load(epoch, 4));
                    assertEquals(-116, kernelRead(guest, child));
                    Boot.abort(guest, 0);
                });
    }

    @Test
    void aFailedAuthenticationGoesOnBehindItWithAndWithoutFpac() throws ProgramException {
        int status =
                run(
                        guest -> {
                            boot(guest);
                            guest.fault(service.authenticate(), FPAC);
                            assertEquals(service.authenticateFixup(), guest.pc());
                            guest.fault(service.authenticateFixup() - 8, POISONED);
                            assertEquals(service.authenticateFixup(), guest.pc());
                            guest.fault(service.copyBegin(), POISONED);
                            assertEquals(service.copyFixup(), guest.pc(), "a bad buffer is none");
                            Boot.abort(guest, 0);
                        });
        assertEquals(0, status);
        assertEquals(2, counters.get("direct.failed-authentications"));
        assertEquals(1, counters.get("direct.fixups"));
    }

    @Test
    void whoTriesSignaturesIsStopped() throws ProgramException {
        for (Mechanism mechanism : List.of(new DirectMechanism(), new RustosMechanism())) {
            int[] tries = {0};
            int status =
                    run(
                            mechanism,
                            Map.of("failed-authentications", "3"),
                            1,
                            guest -> {
                                boot(guest);
                                while (tries[0] < 1000) {
                                    tries[0]++;
                                    guest.fault(service.authenticate(), FPAC);
                                }
                                Boot.abort(guest, 0);
                            });
            assertEquals(KILLED, status);
            assertEquals(3, tries[0]);
            assertEquals(3, counters.get("direct.failed-authentications"));
        }
    }

    @Test
    void aClosedServiceOpensAtItsDoorOnly() throws ProgramException {
        ServiceImage.Door door = service.door();
        int status =
                run(
                        new DirectMechanism(),
                        Map.of("closed-service", "1"),
                        1,
                        guest -> {
                            Boot boot = new Boot(guest, BUFFER, BootstrapLayout.WANT_DIRECT, 0, 0);
                            assertEquals(door.gate(), boot.wide(BootstrapLayout.BLOCK_GATE));
                            assertEquals(DirectLayout.SERVICE_KEY, key(DirectLayout.TABLES));
                            assertEquals(0, key(DirectLayout.TEXT));
                            assertEquals(DirectLayout.PKRU_USER, guest.keyRights());
                            for (long elsewhere : new long[] {BUFFER, door.left(), door.gate()}) {
                                guest.pc(elsewhere);
                                assertEquals(-1, guest.call(TrapNumbers.DIRECT_ENTER));
                                assertEquals(DirectLayout.PKRU_USER, guest.keyRights());
                            }
                            assertEquals(-1, kernel(guest, OpCode.NULL), "not its trap");
                            guest.pc(door.entered());
                            guest.call(TrapNumbers.DIRECT_ENTER);
                            assertEquals(DirectLayout.PKRU_SERVICE, guest.keyRights());
                            assertEquals(1, kernel(guest, OpCode.NULL));
                            guest.pc(door.entered());
                            assertEquals(-1, guest.call(TrapNumbers.DIRECT_LEAVE));
                            guest.pc(door.left());
                            guest.call(TrapNumbers.DIRECT_LEAVE);
                            assertEquals(DirectLayout.PKRU_USER, guest.keyRights());
                            Boot.abort(guest, 0);
                        });
        assertEquals(0, status);
        assertEquals(5, counters.get("direct.trespasses"));
    }

    private int key(long address) {
        return machine.process().space().lookup(address).permissions().key();
    }

    @Test
    void anOpenServiceHasNoDoor() throws ProgramException {
        run(
                guest -> {
                    Boot boot = new Boot(guest, BUFFER, BootstrapLayout.WANT_DIRECT, 0, 0);
                    assertEquals(service.gate(), boot.wide(BootstrapLayout.BLOCK_GATE));
                    assertEquals(0, key(DirectLayout.TABLES));
                    guest.pc(service.door().entered());
                    assertEquals(-38, guest.call(TrapNumbers.DIRECT_ENTER));
                    Boot.abort(guest, 0);
                });
    }

    @Test
    void aFailureOfTheProgramsOwnIsNotTheServices() throws ProgramException {
        int status =
                run(
                        guest -> {
                            boot(guest);
                            guest.fault(BUFFER, FPAC);
                            Boot.abort(guest, 0);
                        });
        assertNotEquals(0, status);
        assertFalse(counters.containsKey("direct.failed-authentications"));
    }
}
