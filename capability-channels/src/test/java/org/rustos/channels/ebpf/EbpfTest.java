package org.rustos.channels.ebpf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rustos.channels.Mechanism;
import org.rustos.channels.Settings;
import org.rustos.channels.abi.TrapNumbers;
import org.rustos.channels.testing.FakeGuest;
import org.rustos.channels.testing.FakeMachine;
import org.rustos.core.machine.ExitReason;
import org.rustos.kernel.program.ProgramException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the five traps do, and what they refuse. */
class EbpfTest {
    private static final int EXIT_GROUP = 231;
    private static final int READ = 0;
    private static final int OPEN = 2;
    private static final int CLOSE = 3;
    private static final int GETPPID = 110;
    private static final int SIGTRAP = 128 + 5;
    private static final long CODE = FakeMachine.BUFFER;
    private static final long PATH = FakeMachine.BUFFER + 0x8000;
    private static final long DATA = FakeMachine.BUFFER + 0x9000;
    private static final long WORD = FakeMachine.BUFFER + 0xb000;
    private static final Path OBJECTS =
            Path.of("../kernel-model/src/test/resources/org/rustos/kernel/ebpf/objects");

    private final FakeMachine machine = new FakeMachine(1);

    @AfterEach
    void close() {
        machine.close();
    }

    private Mechanism.Bound run(FakeGuest.Program program) throws ProgramException {
        return run(0, program);
    }

    private Mechanism.Bound run(int status, FakeGuest.Program program) throws ProgramException {
        Mechanism.Bound bound = machine.bind(new EbpfMechanism(), Settings.NONE);
        assertEquals(ExitReason.FINISHED, machine.run(program));
        assertEquals(status, machine.process().exitStatus());
        return bound;
    }

    private static long load(FakeGuest guest, byte[] code) throws InterruptedException {
        for (int i = 0; i < code.length; i++) {
            guest.store(CODE + i, 1, code[i]);
        }
        return guest.call(TrapNumbers.EBPF_LOAD, CODE, code.length);
    }

    private static byte[] object(String name) {
        try {
            return Files.readAllBytes(OBJECTS.resolve(name + ".o"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] code(long... slots) {
        ByteBuffer code = ByteBuffer.allocate(8 * slots.length).order(ByteOrder.LITTLE_ENDIAN);
        for (long slot : slots) {
            code.putLong(slot);
        }
        return code.array();
    }

    private static long open(FakeGuest guest, char name) throws InterruptedException {
        guest.store(PATH, 8, '/' | name << 8);
        return guest.call(OPEN, PATH, 0, 0);
    }

    @Test
    void runsWhatIsVerifiedAndNothingElse() throws ProgramException {
        byte[] seven = code(0x0000_0007_0000_00b7L, 0x95);
        byte[] loop = code(0x0000_0000_ffff_0005L, 0x95);
        byte[] noOpcode = code(0xff, 0x95);
        Mechanism.Bound bound =
                run(
                        guest -> {
                            assertEquals(0, load(guest, seven));
                            assertEquals(7, guest.call(TrapNumbers.EBPF_RUN, 0, 0, 0));
                            assertEquals(-9, guest.call(TrapNumbers.EBPF_RUN, 1, 0, 0));
                            assertEquals(-9, guest.call(TrapNumbers.EBPF_RUN, -1, 0, 0));
                            assertEquals(-14, guest.call(TrapNumbers.EBPF_RUN, 0, 0x10, 8));
                            assertEquals(-22, guest.call(TrapNumbers.EBPF_RUN, 0, DATA, 1 << 20));
                            assertEquals(-13, load(guest, loop));
                            assertEquals(-22, load(guest, noOpcode));
                            assertEquals(-7, guest.call(TrapNumbers.EBPF_LOAD, CODE, 1 << 30));
                            assertEquals(-14, guest.call(TrapNumbers.EBPF_LOAD, 0x10, 16));
                            guest.call(EXIT_GROUP, 0);
                        });
        assertEquals(1, bound.counters().get("ebpf.loads"));
        assertEquals(2, bound.counters().get("ebpf.rejected"));
        assertEquals(2, bound.counters().get("ebpf.operations"));
        assertTrue(machine.kernel().notices().toString().contains("rejected"));
    }

    @Test
    void filtersSystemCallsForGood() throws ProgramException {
        machine.file("f", new byte[8192]);
        byte[] filter = object("call_filter");
        byte[] looks = code(0x1061L, 0x95); // r0 = *(u32 *)(r1 + 0)
        Mechanism.Bound bound =
                run(
                        SIGTRAP,
                        guest -> {
                            long file = open(guest, 'f');
                            long id = load(guest, filter);
                            assertEquals(0, id);
                            assertEquals(-13, load(guest, looks), "a raw program has no context");
                            assertEquals(-9, guest.call(TrapNumbers.EBPF_FILTER_CALLS, 5));
                            assertEquals(0, guest.call(TrapNumbers.EBPF_FILTER_CALLS, id));
                            assertEquals(-16, guest.call(TrapNumbers.EBPF_FILTER_CALLS, id));
                            assertEquals(4096, guest.call(READ, file, DATA, 4096));
                            assertEquals(-22, guest.call(READ, file, DATA, 4097));
                            assertEquals(-1, guest.call(GETPPID));
                            assertEquals(-1, guest.call(OPEN, PATH, 0, 0));
                            assertEquals(0, guest.call(CLOSE, file));
                            // exit_group is refused too: the process ends by a fault of its own.
                            assertEquals(-1, guest.call(EXIT_GROUP, 0));
                        });
        assertEquals(4, bound.counters().get("ebpf.refused-calls"));
    }

    private static void node(ByteBuffer file, int block, int flags, long key, long... links) {
        int at = 512 * block;
        file.putInt(at, 1).putInt(at + 4, flags).putLong(at + 8, key);
        for (int i = 0; i < links.length; i++) {
            file.putLong(at + 256 + 8 * i, links[i]);
        }
    }

    @Test
    void walksAnIndexAndCannotBeSentInCirclesOrOutOfIt() throws ProgramException {
        ByteBuffer file = ByteBuffer.allocate(512 * 3).order(ByteOrder.LITTLE_ENDIAN);
        node(file, 0, 0, 100, 1, 2);
        node(file, 1, 1, 5, 55);
        node(file, 2, 0, 200, 0, 1L << 60);
        machine.file("f", file.array());
        Mechanism.Bound bound =
                run(
                        guest -> {
                            long id = load(guest, object("tree_lookup"));
                            long tree = open(guest, 'f');
                            int lookup = TrapNumbers.EBPF_LOOKUP;
                            assertEquals(2, guest.call(lookup, id, tree, 5, WORD));
                            assertEquals(55, guest.load(WORD, 8));
                            assertEquals(-2, guest.call(lookup, id, tree, 6, WORD));
                            assertEquals(-40, guest.call(lookup, id, tree, 150, WORD), "a circle");
                            assertEquals(-40, guest.call(lookup, id, tree, 300, WORD), "outside");
                            assertEquals(-14, guest.call(lookup, id, tree, 5, 0x10));
                            assertEquals(-9, guest.call(lookup, id, 77, 5, WORD));
                            assertEquals(-9, guest.call(lookup, 9, tree, 5, WORD));
                            guest.call(EXIT_GROUP, 0);
                        });
        assertTrue(bound.counters().get("ebpf.runs") <= 2 + 2 + 16 + 2 + 2);
    }

    @Test
    void receivesWhatPassesAndRefusesABrokenCapture() throws ProgramException {
        ByteBuffer capture = ByteBuffer.allocate(24 + 3 * 80 + 16).order(ByteOrder.LITTLE_ENDIAN);
        int[] ports = {22, 443, 80};
        for (int i = 0; i < ports.length; i++) {
            int at = 24 + 80 * i;
            capture.putInt(at + 8, 64).putInt(at + 12, 64);
            capture.put(at + 16 + 12, (byte) 8).put(at + 16 + 14, (byte) 0x45);
            capture.put(at + 16 + 23, (byte) 6);
            capture.put(at + 16 + 36, (byte) (ports[i] >> 8)).put(at + 16 + 37, (byte) ports[i]);
        }
        capture.putInt(24 + 3 * 80 + 8, -1); // a record whose length is no length
        machine.file("f", capture.array());
        run(
                guest -> {
                    long id = load(guest, object("port_filter"));
                    long file = open(guest, 'f');
                    int receive = TrapNumbers.EBPF_RECEIVE;
                    guest.store(WORD, 8, 24);
                    assertEquals(64, guest.call(receive, id, file, WORD, DATA, 4096));
                    assertEquals(0xbb01, guest.load(DATA + 36, 2) & 0xffff);
                    assertEquals(24 + 160, guest.load(WORD, 8));
                    assertEquals(10, guest.call(receive, id, file, WORD, DATA, 10), "cut");
                    assertEquals(-5, guest.call(receive, id, file, WORD, DATA, 4096));
                    guest.store(WORD, 8, 1000);
                    assertEquals(0, guest.call(receive, id, file, WORD, DATA, 4096));
                    guest.store(WORD, 8, -1);
                    assertEquals(-22, guest.call(receive, id, file, WORD, DATA, 4096));
                    guest.store(WORD, 8, 24);
                    assertEquals(-14, guest.call(receive, id, file, WORD, 0x10, 4096));
                    assertEquals(-14, guest.call(receive, id, file, 0x10, DATA, 4096));
                    guest.call(EXIT_GROUP, 0);
                });
    }
}
