package org.rustos.channels.direct;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rustos.channels.Settings;
import org.rustos.channels.abi.BootstrapLayout;
import org.rustos.channels.abi.DirectLayout;
import org.rustos.channels.abi.OpCode;
import org.rustos.channels.abi.Rights;
import org.rustos.channels.abi.TrapNumbers;
import org.rustos.channels.testing.Boot;
import org.rustos.channels.testing.FakeGuest;
import org.rustos.channels.testing.FakeMachine;
import org.rustos.core.hart.Access;
import org.rustos.core.machine.ExitReason;
import org.rustos.core.memory.Mapping;
import org.rustos.core.memory.Permissions;
import org.rustos.kernel.file.Payer;
import org.rustos.kernel.file.RegularFile;
import org.rustos.kernel.program.ProgramException;

/** The kernel side of tier 1; the service's own code is tested on a real engine. */
class DirectTest {
    private static final int PAGE = 4096;
    private static final long PATH = FakeMachine.BUFFER + 0x1000;
    private static final long DATA = FakeMachine.BUFFER + 0x2000;

    private final FakeMachine machine = new FakeMachine(1);

    @AfterEach
    void close() {
        machine.close();
    }

    /** Speaks to the kernel as the service does. */
    private static final class Service {
        final FakeGuest guest;
        final long root;

        Service(FakeGuest guest) throws InterruptedException {
            this.guest = guest;
            Boot boot = new Boot(guest, BootstrapLayout.WANT_DIRECT, 0, 0);
            assertEquals(1, boot.result);
            assertEquals(BootstrapLayout.WANT_DIRECT, boot.word(BootstrapLayout.BLOCK_FLAGS));
            assertTrue(boot.wide(BootstrapLayout.BLOCK_GATE) >= DirectLayout.TEXT);
            assertEquals(DirectLayout.PKRU_USER, guest.keyRights());
            root = boot.word(BootstrapLayout.BLOCK_ROOT_DIRECTORY);
            guest.store(PATH, 8, '/' | 'f' << 8);
        }

        long trap(long number, long... arguments) throws InterruptedException {
            guest.pc(DirectLayout.TEXT + 0x100);
            guest.keyRights(DirectLayout.PKRU_SERVICE);
            long result = guest.call(number, arguments);
            guest.pc(0);
            guest.keyRights(DirectLayout.PKRU_USER);
            return result;
        }

        long kernel(int op, long handle, long... arguments) throws InterruptedException {
            long[] all = new long[6];
            all[0] = op;
            all[1] = handle;
            System.arraycopy(arguments, 0, all, 2, arguments.length);
            return trap(TrapNumbers.DIRECT_KERNEL, all);
        }

        long open(long flags) throws InterruptedException {
            return kernel(OpCode.OPEN, root, PATH, 2, flags, 0);
        }

        long fill(long handle, long page, long flags) throws InterruptedException {
            return trap(TrapNumbers.DIRECT_FILL, handle, page, flags);
        }
    }

    private long physical(long va) {
        return machine.process().space().lookup(va).physical(va);
    }

    private long word(long va) {
        return machine.board().memory().getLong(physical(va));
    }

    private int half(long va) {
        return machine.board().memory().getInt(physical(va));
    }

    private long capability(long handle) {
        return word(DirectLayout.TABLES + DirectLayout.DATA_CAPABILITIES)
                + (handle & 0xffff) * DirectLayout.CAPABILITY_SIZE;
    }

    private long object(long handle) {
        long index = half(capability(handle) + DirectLayout.CAPABILITY_OBJECT);
        return word(DirectLayout.TABLES + DirectLayout.DATA_OBJECTS)
                + index * DirectLayout.OBJECT_SIZE;
    }

    private long page(long handle, long page) {
        return word(object(handle) + DirectLayout.OBJECT_PAGES) + page * DirectLayout.PAGE_SIZE;
    }

    private RegularFile run(FakeGuest.Program program) throws ProgramException {
        RegularFile file = machine.file("f", new byte[3 * PAGE]);
        machine.bind(new DirectMechanism(), Settings.NONE);
        assertEquals(ExitReason.FINISHED, machine.run(program));
        assertEquals(0, machine.process().exitStatus());
        return file;
    }

    @Test
    void onlyTheServiceMayUseItsTraps() throws ProgramException {
        run(
                guest -> {
                    Service service = new Service(guest);
                    long file = service.open(0);
                    assertTrue(file > 0);
                    assertEquals(
                            -1, guest.call(TrapNumbers.DIRECT_KERNEL, OpCode.NULL), "from outside");
                    assertEquals(-1, guest.call(TrapNumbers.DIRECT_FILL, file, 0, 0));
                    guest.pc(DirectLayout.TEXT + 0x100);
                    assertEquals(
                            -1,
                            guest.call(TrapNumbers.DIRECT_KERNEL, OpCode.NULL),
                            "user's rights");
                    guest.pc(DirectLayout.DATA);
                    guest.keyRights(DirectLayout.PKRU_SERVICE);
                    assertEquals(
                            -1,
                            guest.call(TrapNumbers.DIRECT_KERNEL, OpCode.NULL),
                            "no service text");
                    Boot.abort(guest, 0);
                });
    }

    @Test
    void theKernelChecksBuffersUnderTheUsersRights() throws ProgramException {
        run(
                guest -> {
                    Service service = new Service(guest);
                    long file = service.open(0);
                    assertEquals(64, service.kernel(OpCode.READ, file, DATA, 64, 0));
                    for (long inside :
                            new long[] {
                                DirectLayout.TABLES, DirectLayout.STACKS, DirectLayout.DATA
                            }) {
                        assertEquals(-14, service.kernel(OpCode.READ, file, inside, 64, 0));
                    }
                    Boot.abort(guest, 0);
                });
    }

    @Test
    void whatTheServiceReadsIsOutOfTheUsersReach() throws ProgramException {
        run(
                guest -> {
                    Service service = new Service(guest);
                    long file = service.open(0);
                    assertEquals(0, service.fill(file, 0, 0));
                    for (Mapping page :
                            machine.process()
                                    .space()
                                    .range(DirectLayout.LOW, DirectLayout.HIGH)
                                    .values()) {
                        Permissions p = page.permissions();
                        assertFalse(p.write() && p.execute());
                        assertTrue(
                                p.key() == DirectLayout.SERVICE_KEY || p.execute() && !p.write());
                    }
                    Boot.abort(guest, 0);
                });
    }

    @Test
    void fillMapsTheVeryFrameAndAsMuchRightAsIsAsked() throws ProgramException {
        run(
                guest -> {
                    Service service = new Service(guest);
                    long reader = service.open(0);
                    assertEquals(-13, service.fill(reader, 0, DirectLayout.PAGE_WRITABLE));
                    assertEquals(-22, service.fill(reader, 3, 0), "past the end");
                    assertEquals(-22, service.fill(reader, -1, 0));
                    assertEquals(-22, service.fill(reader, 0, 4), "unknown flag");
                    assertEquals(-9, service.fill(999, 0, 0));
                    assertEquals(-22, service.fill(service.root, 0, 0), "no file");
                    assertEquals(0, service.fill(reader, 1, 0));
                    long at = word(page(reader, 1) + DirectLayout.PAGE_ADDRESS);
                    assertFalse(machine.process().space().lookup(at).permissions().write());
                    assertEquals(0, word(page(reader, 0) + DirectLayout.PAGE_ADDRESS));
                    long writer = service.open(2);
                    assertEquals(0, service.fill(writer, 1, DirectLayout.PAGE_WRITABLE));
                    assertEquals(at, word(page(writer, 1) + DirectLayout.PAGE_ADDRESS));
                    assertTrue(machine.process().space().lookup(at).permissions().write());
                    // What the kernel writes, the service sees: the same frame.
                    guest.store(DATA, 8, 0x1122334455667788L);
                    assertEquals(8, service.kernel(OpCode.WRITE, writer, DATA, 8, PAGE));
                    assertEquals(0x1122334455667788L, word(at));
                    Boot.abort(guest, 0);
                });
    }

    @Test
    void aRevocationIsInTheTableBeforeItReturns() throws ProgramException {
        run(
                guest -> {
                    Service service = new Service(guest);
                    long file = service.open(0);
                    long child = service.kernel(OpCode.DERIVE, file, Rights.READ, 0);
                    long entry = capability(child);
                    assertEquals(
                            half(object(child) + DirectLayout.OBJECT_EPOCH),
                            half(entry + DirectLayout.CAPABILITY_EPOCH));
                    assertEquals(Rights.READ, half(entry + DirectLayout.CAPABILITY_RIGHTS));
                    assertEquals(0, service.kernel(OpCode.REVOKE, file));
                    assertNotEquals(
                            half(object(child) + DirectLayout.OBJECT_EPOCH),
                            half(entry + DirectLayout.CAPABILITY_EPOCH));
                    assertEquals(0, service.kernel(OpCode.DROP, file));
                    assertEquals(0, half(capability(file)) & 0xffff, "the slot is empty");
                    long again = service.open(0);
                    assertNotEquals(file, again);
                    assertEquals(again >> 16, half(capability(again)) >>> 16, "generation");
                    Boot.abort(guest, 0);
                });
    }

    @Test
    void grantsAreReadOnlyUnderTheirKeyAndGoWithTheLastCapability() throws ProgramException {
        run(
                guest -> {
                    Service service = new Service(guest);
                    long file = service.open(0);
                    assertEquals(0, service.fill(file, 0, 0));
                    long at = service.kernel(OpCode.MAP_READ, file, 0, 0, 0);
                    assertTrue(at >= DirectLayout.GRANTS && at < DirectLayout.GRANTS_HIGH);
                    assertEquals(at, word(page(file, 0) + DirectLayout.PAGE_GRANT));
                    Permissions rights = machine.process().space().lookup(at).permissions();
                    assertFalse(rights.write());
                    assertEquals(DirectLayout.GRANT_KEY, rights.key());
                    long other = service.kernel(OpCode.DERIVE, file, Rights.ALL, 0);
                    long narrow = service.kernel(OpCode.DERIVE, file, Rights.READ, 0);
                    assertEquals(0, service.kernel(OpCode.REVOKE, file));
                    assertNotEquals(other, narrow);
                    assertTrue(machine.process().space().lookup(at) != null, "file may still map");
                    assertEquals(0, service.kernel(OpCode.DROP, file));
                    assertNull(machine.process().space().lookup(at));
                    Boot.abort(guest, 0);
                });
    }

    @Test
    void truncationTakesPagesAwayAndSizeChangesAreSeen() throws ProgramException {
        RegularFile file = machine.file("f", new byte[3 * PAGE]);
        machine.bind(new DirectMechanism(), Settings.NONE);
        machine.run(
                guest -> {
                    Service service = new Service(guest);
                    long handle = service.open(2);
                    assertEquals(0, service.fill(handle, 2, 0));
                    assertEquals(3 * PAGE, word(object(handle) + DirectLayout.OBJECT_BYTES));
                    long at = word(page(handle, 2) + DirectLayout.PAGE_ADDRESS);
                    file.truncate(PAGE, Payer.NOBODY);
                    assertEquals(PAGE, word(object(handle) + DirectLayout.OBJECT_BYTES));
                    assertEquals(0, word(page(handle, 2) + DirectLayout.PAGE_ADDRESS));
                    service.kernel(OpCode.NULL, 0);
                    assertEquals(
                            PAGE / 2, service.kernel(OpCode.WRITE, handle, DATA, PAGE / 2, PAGE));
                    assertNull(machine.process().space().lookup(at), "shot down by who came next");
                    assertEquals(PAGE + PAGE / 2, word(object(handle) + DirectLayout.OBJECT_BYTES));
                    Boot.abort(guest, 0);
                });
        assertEquals(0, machine.process().exitStatus());
    }

    @Test
    void writesOfTheServiceReachTheFilesTimes() throws ProgramException {
        RegularFile file = machine.file("f", new byte[PAGE]);
        machine.bind(new DirectMechanism(), Settings.NONE);
        machine.run(
                guest -> {
                    Service service = new Service(guest);
                    long handle = service.open(2);
                    assertEquals(0, service.fill(handle, 0, DirectLayout.PAGE_WRITABLE));
                    long before = file.modifiedNs();
                    guest.compute(1_000_000);
                    long flags = page(handle, 0) + DirectLayout.PAGE_FLAGS;
                    machine.board()
                            .memory()
                            .putInt(physical(flags), half(flags) | DirectLayout.PAGE_DIRTY);
                    assertEquals(0, service.kernel(OpCode.DROP, handle));
                    assertTrue(file.modifiedNs() > before);
                    Boot.abort(guest, 0);
                });
        assertEquals(0, machine.process().exitStatus());
    }

    private void code(long at, byte... bytes) {
        machine.map(at & -PAGE, (at + bytes.length + PAGE - 1) & -PAGE, Permissions.READ_EXECUTE);
        for (int i = 0; i < bytes.length; i++) {
            machine.process().areas().touch(at + i, Access.EXECUTE);
            machine.board().memory().putByte(physical(at + i), bytes[i]);
        }
    }

    private void refused(String what) {
        ProgramException refusal =
                assertThrows(
                        ProgramException.class,
                        () -> machine.bind(new DirectMechanism(), Settings.NONE));
        assertTrue(refusal.getMessage().contains(what), refusal.getMessage());
        assertFalse(refusal.getMessage().contains("\n"));
    }

    @Test
    void wrpkruIsFoundAcrossAPageEnd() {
        code(0x40_0ffe, (byte) 0x0f, (byte) 0x01, (byte) 0xef);
        refused("wrpkru at 0x400ffe");
    }

    @Test
    void wrpkruIsFoundAcrossTwoSegments() {
        code(0x40_0fff, (byte) 0x0f);
        code(0x40_1000, (byte) 0x01, (byte) 0xef);
        refused("wrpkru at 0x400fff");
    }

    @Test
    void aGapBetweenSegmentsEndsASequence() throws ProgramException {
        code(0x40_0fff, (byte) 0x0f);
        code(0x40_2000, (byte) 0x01, (byte) 0xef);
        machine.bind(new DirectMechanism(), Settings.NONE);
    }

    @Test
    void noPageIsWritableAndExecutable() {
        machine.map(0x40_0000, 0x40_1000, new Permissions(true, true, true, 0));
        refused("writable and executable");
    }

    @Test
    void nothingMayLieWhereTheServiceGoes() {
        machine.map(DirectLayout.TABLES, DirectLayout.TABLES + PAGE, Permissions.READ_WRITE);
        refused("0x52000000");
    }

    @Test
    void aFileThatFoundNoPlaceLeavesNobodyElsesPlace() throws ProgramException {
        int places = 510;
        for (int i = 0; i < places; i++) {
            machine.file("x" + (100 + i), new byte[1]);
        }
        machine.file("y100", new byte[1]);
        run(
                guest -> {
                    Service service = new Service(guest);
                    long first = named(service, "/x100");
                    for (int i = 1; i < places; i++) {
                        assertTrue(named(service, "/x" + (100 + i)) > 0);
                    }
                    long without = service.kernel(OpCode.OPEN, service.root, PATH, 2, 0, 0);
                    assertEquals(0, service.kernel(OpCode.CLOSE, first));
                    long placed = service.kernel(OpCode.OPEN, service.root, PATH, 2, 0, 0);
                    assertNotEquals(object(without), object(placed));
                    assertEquals(0, service.kernel(OpCode.CLOSE, without));
                    long other = named(service, "/y100");
                    assertNotEquals(object(placed), object(other), "one file under another's name");
                    Boot.abort(guest, 0);
                });
    }

    private static long named(Service service, String path) throws InterruptedException {
        for (int i = 0; i < path.length(); i++) {
            service.guest.store(DATA + i, 1, path.charAt(i));
        }
        return service.kernel(OpCode.OPEN, service.root, DATA, path.length(), 0, 0);
    }
}
