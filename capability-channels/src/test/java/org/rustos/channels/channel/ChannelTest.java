package org.rustos.channels.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rustos.channels.Settings;
import org.rustos.channels.abi.BatchLayout;
import org.rustos.channels.abi.BootstrapLayout;
import org.rustos.channels.abi.CapabilityType;
import org.rustos.channels.abi.OpCode;
import org.rustos.channels.abi.Rights;
import org.rustos.channels.abi.TrapNumbers;
import org.rustos.channels.testing.Boot;
import org.rustos.channels.testing.FakeGuest;
import org.rustos.channels.testing.FakeMachine;
import org.rustos.channels.testing.QueueClient;
import org.rustos.core.machine.ExitReason;
import org.rustos.kernel.cap.CapResult;
import org.rustos.kernel.cap.DeriveRequest;
import org.rustos.kernel.file.Payer;
import org.rustos.kernel.network.Domain;
import org.rustos.kernel.network.Identity;
import org.rustos.kernel.network.InternetAddress;
import org.rustos.kernel.network.ListenFile;
import org.rustos.kernel.network.NetworkServices;
import org.rustos.kernel.network.TcpSocket;
import org.rustos.kernel.op.CapabilityTable;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.program.ProgramException;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

class ChannelTest {
    private static final int ENTRIES = 8;
    private static final long PATH = FakeMachine.BUFFER + 0x1000;
    private static final long DATA = FakeMachine.BUFFER + 0x2000;

    private final FakeMachine machine = new FakeMachine(1);

    @AfterEach
    void close() {
        machine.close();
    }

    /** A guest with a channel; every call is one entry, there and back. */
    private static final class Client {
        final FakeGuest guest;
        final Boot boot;
        final QueueClient queue;
        final long root;

        Client(FakeGuest guest) throws InterruptedException {
            this.guest = guest;
            this.boot = new Boot(guest, BootstrapLayout.WANT_CHANNEL, ENTRIES, 0);
            this.queue = boot.queue(ENTRIES);
            this.root = boot.word(BootstrapLayout.BLOCK_ROOT_DIRECTORY);
        }

        long call(int opcode, int type, long handle, long... arguments)
                throws InterruptedException {
            queue.fill(opcode, type, handle, 77, arguments);
            queue.publish();
            assertEquals(1, guest.call(TrapNumbers.CHANNEL_DOORBELL));
            assertEquals(1, queue.unread());
            QueueClient.Completion completion = queue.take();
            assertEquals(77, completion.userData());
            return completion.result();
        }

        long open(long flags) throws InterruptedException {
            guest.store(PATH, 8, HELLO_PATH);
            return call(OpCode.OPEN, CapabilityType.DIRECTORY, root, PATH, 2, flags, 0);
        }
    }

    private static final long HELLO_PATH = '/' | 'f' << 8;

    private void run(FakeGuest.Program program) throws ProgramException {
        run(Settings.NONE, program);
    }

    private void run(Settings settings, FakeGuest.Program program) throws ProgramException {
        machine.file("f", "hello, world".getBytes(StandardCharsets.US_ASCII));
        machine.bind(new ChannelMechanism(), settings);
        assertEquals(ExitReason.FINISHED, machine.run(program));
        assertEquals(0, machine.process().exitStatus());
    }

    @Test
    void oneOperationThereAndBack() throws ProgramException {
        run(
                guest -> {
                    Client c = new Client(guest);
                    assertEquals(1, c.call(OpCode.NULL, 0, 0));
                    long file = c.open(0);
                    assertTrue(file > 0);
                    assertEquals(12, c.call(OpCode.READ, CapabilityType.FILE, file, DATA, 64, 0));
                    assertEquals(0x77202c6f6c6c6568L, guest.load(DATA, 8));
                    assertEquals(0, c.call(OpCode.CLOSE, 0, file));
                    Boot.abort(guest, 0);
                });
    }

    @Test
    void openingAPortWaitsForAConnection() throws ProgramException {
        NetworkServices services = machine.kernel().network();
        ListenFile.install(machine.kernel().files(), services, 80);
        machine.board()
                .timers()
                .arm(
                        5_000_000_000L,
                        _ -> {
                            TcpSocket peer =
                                    new TcpSocket(services, Domain.INTERNET_4, Identity.NOBODY);
                            peer.connect(
                                    InternetAddress.loopback(false, 80),
                                    null,
                                    Identity.NOBODY,
                                    Payer.NOBODY);
                        });
        run(
                guest -> {
                    Client c = new Client(guest);
                    guest.store(PATH, 8, 0x7063_742f_7465_6e2fL); // /net/tcp
                    guest.store(PATH + 8, 8, 0x30_382fL); // /80
                    c.queue.fill(OpCode.OPEN, CapabilityType.DIRECTORY, c.root, 77, PATH, 11, 2, 0);
                    c.queue.publish();
                    guest.call(TrapNumbers.CHANNEL_DOORBELL);
                    assertEquals(0, c.queue.unread(), "nobody has connected yet");
                    assertEquals(0, guest.call(TrapNumbers.CHANNEL_WAIT));
                    long connection = c.queue.take().result();
                    assertTrue(connection > 0, "a handle: " + connection);
                    guest.store(DATA, 8, HELLO_PATH);
                    assertEquals(
                            2, c.call(OpCode.WRITE, CapabilityType.FILE, connection, DATA, 2, 0));
                    assertEquals(0, c.call(OpCode.CLOSE, 0, connection));
                    Boot.abort(guest, 0);
                });
    }

    @Test
    void hostileEntriesGetAnErrnoAndTheChannelLivesOn() throws ProgramException {
        run(
                guest -> {
                    Client c = new Client(guest);
                    long file = c.open(0);
                    assertEquals(-38, c.call(200, 0, 0), "unknown operation");
                    assertEquals(-38, c.call(OpCode.COUNT, 0, 0), "one past the last");
                    assertEquals(-22, c.call(OpCode.NULL | 1 << 8, 0, 0), "flags");
                    assertEquals(-22, c.call(OpCode.NULL, 0, 0, 0, 0, 0, 0, 1), "reserved word");
                    assertEquals(-22, c.call(OpCode.NULL, 0, 0, 1), "unused argument");
                    assertEquals(-22, c.call(OpCode.READ, 99, file, DATA, 8, 0), "no such type");
                    assertEquals(
                            -22,
                            c.call(OpCode.READ, CapabilityType.DIRECTORY, file, DATA, 8, 0),
                            "another type than stated");
                    assertEquals(-9, c.call(OpCode.READ, 0, 0, DATA, 8, 0), "index 0");
                    assertEquals(-9, c.call(OpCode.READ, 0, 500, DATA, 8, 0), "never granted");
                    assertEquals(-9, c.call(OpCode.READ, 0, 0xffff_ffffL, DATA, 8, 0));
                    assertEquals(
                            -9,
                            c.call(OpCode.READ, 0, file + (1 << 16), DATA, 8, 0),
                            "later filling");
                    assertEquals(-14, c.call(OpCode.READ, 0, file, 0x10, 8, 0), "wild pointer");
                    assertEquals(-14, c.call(OpCode.READ, 0, file, 0xffff_8000_0000_0000L, 8, 0));
                    assertEquals(-22, c.call(OpCode.READ, 0, file, DATA, -1, 0), "length");
                    assertEquals(-22, c.call(OpCode.READ, 0, file, DATA, 8, -1), "offset");
                    assertEquals(
                            -36,
                            c.call(OpCode.OPEN, 0, c.root, PATH, 1L << 40, 0, 0),
                            "path without an end");
                    assertEquals(-14, c.call(OpCode.OPEN, 0, c.root, 0x10, 8, 0, 0));
                    assertEquals(-22, c.call(OpCode.OPEN, 0, file, PATH, 2, 0, 0), "no directory");
                    assertEquals(8, c.call(OpCode.READ, 0, file, DATA, 8, 0), "still works");
                    Boot.abort(guest, 0);
                });
    }

    @Test
    void rightsEpochAndExpiryAreCheckedAtEachUse() throws ProgramException {
        run(
                guest -> {
                    Client c = new Client(guest);
                    long file = c.open(0);
                    assertEquals(-13, c.call(OpCode.WRITE, 0, file, DATA, 8, 0), "no right");
                    long weak = c.call(OpCode.DERIVE, 0, file, Rights.READ, 0);
                    assertEquals(8, c.call(OpCode.READ, 0, weak, DATA, 8, 0));
                    assertEquals(-13, c.call(OpCode.DERIVE, 0, weak, Rights.ALL, 0), "no GRANT");
                    assertEquals(-13, c.call(OpCode.REVOKE, 0, weak), "no REVOKE");
                    long wide = c.call(OpCode.DERIVE, 0, file, Rights.ALL, 0);
                    assertEquals(-13, c.call(OpCode.WRITE, 0, wide, DATA, 8, 0), "did not grow");
                    assertEquals(-22, c.call(OpCode.DERIVE, 0, file, 1L << 30, 0), "unknown right");
                    assertEquals(0, c.call(OpCode.REVOKE, 0, file));
                    assertEquals(-116, c.call(OpCode.READ, 0, weak, DATA, 8, 0), "revoked");
                    assertEquals(-116, c.call(OpCode.READ, 0, wide, DATA, 8, 0), "revoked");
                    assertEquals(8, c.call(OpCode.READ, 0, file, DATA, 8, 0), "the root lives");
                    long brief = c.call(OpCode.DERIVE, 0, file, Rights.READ, 1_000_000);
                    assertEquals(8, c.call(OpCode.READ, 0, brief, DATA, 8, 0));
                    guest.compute(2_000_000);
                    assertEquals(-116, c.call(OpCode.READ, 0, brief, DATA, 8, 0), "expired");
                    long lent = c.call(OpCode.DERIVE, 0, file, Rights.READ, 0);
                    assertEquals(0, c.call(OpCode.DROP, 0, file));
                    assertEquals(-9, c.call(OpCode.READ, 0, file, DATA, 8, 0), "dropped");
                    assertEquals(-116, c.call(OpCode.READ, 0, lent, DATA, 8, 0), "with it");
                    Boot.abort(guest, 0);
                });
    }

    @Test
    void anIndexOfAnotherProcessMeansNothingHere() throws ProgramException {
        machine.file("f", new byte[16]);
        org.rustos.channels.trap.RustosProcess process =
                (org.rustos.channels.trap.RustosProcess)
                        machine.bind(new ChannelMechanism(), Settings.NONE);
        CapabilityTable other =
                new CapabilityTable(process.table().capabilities(), 7, 64, 1L << 41, 1L << 42);
        machine.run(
                guest -> {
                    Client c = new Client(guest);
                    long file = c.open(0);
                    long theirs = 0;
                    for (int i = 0; i < 20; i++) {
                        CapResult lent =
                                process.table()
                                        .capabilities()
                                        .tree()
                                        .delegate(
                                                process.table().space(),
                                                file,
                                                other.space(),
                                                DeriveRequest.COPY,
                                                0);
                        theirs = ((CapResult.Granted) lent).handle();
                    }
                    assertEquals(-9, c.call(OpCode.READ, 0, theirs, DATA, 8, 0));
                    Boot.abort(guest, 0);
                });
        assertEquals(0, machine.process().exitStatus());
    }

    @Test
    void delegationAttenuatesAndCountsInTheReceiversTable() throws ProgramException {
        machine.file("f", new byte[16]);
        org.rustos.channels.trap.RustosProcess process =
                (org.rustos.channels.trap.RustosProcess)
                        machine.bind(new ChannelMechanism(), Settings.NONE);
        CapabilityTable other =
                new CapabilityTable(process.table().capabilities(), 7, 64, 1L << 41, 1L << 42);
        machine.run(
                guest -> {
                    Client c = new Client(guest);
                    long file = c.open(2);
                    long receiver = process.grant(other, org.rustos.kernel.cap.Rights.ALL);
                    long theirs = c.call(OpCode.DELEGATE, 0, file, receiver, Rights.READ);
                    assertTrue(theirs > 0);
                    assertEquals(
                            Errno.OK,
                            other.space()
                                    .lookup(theirs, null, org.rustos.kernel.cap.Rights.READ, 0)
                                    .errno());
                    assertEquals(
                            Errno.EACCES,
                            other.space()
                                    .lookup(theirs, null, org.rustos.kernel.cap.Rights.WRITE, 0)
                                    .errno());
                    assertEquals(-22, c.call(OpCode.DELEGATE, 0, file, file, Rights.READ));
                    assertEquals(0, c.call(OpCode.REVOKE, 0, file));
                    assertEquals(
                            Errno.ESTALE,
                            other.space()
                                    .lookup(theirs, null, org.rustos.kernel.cap.Rights.NONE, 0)
                                    .errno());
                    Boot.abort(guest, 0);
                });
        assertEquals(0, machine.process().exitStatus());
    }

    @Test
    void impossibleHeadsAndTailsAreRefused() throws ProgramException {
        run(
                guest -> {
                    Client c = new Client(guest);
                    for (long wild : new long[] {ENTRIES + 1, 0x8000_0000L, 0xffff_ffffL}) {
                        c.queue.tail(wild);
                        assertEquals(-22, guest.call(TrapNumbers.CHANNEL_DOORBELL));
                    }
                    c.queue.tail(0);
                    c.queue.head(5);
                    assertEquals(-22, guest.call(TrapNumbers.CHANNEL_WAIT));
                    c.queue.fill(OpCode.NULL, 0, 0, 1);
                    c.queue.publish();
                    assertEquals(0, guest.call(TrapNumbers.CHANNEL_DOORBELL), "no place is known");
                    c.queue.head(0);
                    assertEquals(1, guest.call(TrapNumbers.CHANNEL_DOORBELL));
                    assertEquals(1, c.queue.unread());
                    Boot.abort(guest, 0);
                });
    }

    @Test
    void backPressureLosesNothing() throws ProgramException {
        run(
                guest -> {
                    Client c = new Client(guest);
                    Set<Long> seen = new HashSet<>();
                    long next = 0;
                    for (int round = 0; round < 20; round++) {
                        for (int i = 0; i < ENTRIES; i++) {
                            c.queue.fill(OpCode.NULL, 0, 0, next++);
                        }
                        c.queue.publish();
                        long taken = guest.call(TrapNumbers.CHANNEL_DOORBELL);
                        assertEquals(ENTRIES, taken);
                        // Full: what is submitted now stays submitted.
                        for (int i = 0; i < ENTRIES; i++) {
                            c.queue.fill(OpCode.NULL, 0, 0, next++);
                        }
                        c.queue.publish();
                        assertEquals(0, guest.call(TrapNumbers.CHANNEL_DOORBELL));
                        for (int i = 0; i < 3; i++) {
                            assertTrue(seen.add(c.queue.take().userData()));
                        }
                        assertEquals(3, guest.call(TrapNumbers.CHANNEL_DOORBELL));
                        while (c.queue.unread() > 0) {
                            assertTrue(seen.add(c.queue.take().userData()));
                        }
                        assertEquals(5, guest.call(TrapNumbers.CHANNEL_DOORBELL));
                        while (c.queue.unread() > 0) {
                            assertTrue(seen.add(c.queue.take().userData()));
                        }
                    }
                    assertEquals(next, seen.size());
                    Boot.abort(guest, 0);
                });
    }

    @Test
    void batchesOfEverySizeAreTakenByOneDoorbell() throws ProgramException {
        machine.bind(new ChannelMechanism(), Settings.NONE);
        machine.run(
                guest -> {
                    Boot boot = new Boot(guest, BootstrapLayout.WANT_CHANNEL, 256, 0);
                    QueueClient queue = boot.queue(256);
                    for (int size = 1; size <= 256; size *= 2) {
                        for (int i = 0; i < size; i++) {
                            queue.fill(OpCode.NULL, 0, 0, i);
                        }
                        queue.publish();
                        assertEquals(size, guest.call(TrapNumbers.CHANNEL_DOORBELL));
                        for (int i = 0; i < size; i++) {
                            assertEquals(new QueueClient.Completion(i, 1), queue.take());
                        }
                    }
                    Boot.abort(guest, 0);
                });
        assertEquals(0, machine.process().exitStatus());
    }

    @Test
    void aDirectoryCapabilityIsAFence() throws ProgramException {
        run(
                guest -> {
                    Client c = new Client(guest);
                    // A capability that may look names up, but nothing else.
                    long narrow = c.call(OpCode.DERIVE, 0, c.root, Rights.LOOKUP, 0);
                    guest.store(PATH, 8, HELLO_PATH);
                    assertEquals(-13, c.call(OpCode.OPEN, 0, narrow, PATH, 2, 0, 0));
                    assertEquals(-13, c.call(OpCode.OPEN, 0, narrow, PATH, 2, 1, 0));
                    long reader = c.call(OpCode.DERIVE, 0, c.root, Rights.LOOKUP | Rights.READ, 0);
                    long file = c.call(OpCode.OPEN, 0, reader, PATH, 2, 0, 0);
                    assertEquals(8, c.call(OpCode.READ, 0, file, DATA, 8, 0));
                    assertEquals(-13, c.call(OpCode.OPEN, 0, reader, PATH, 2, 2, 0), "writing");
                    assertEquals(-13, c.call(OpCode.OPEN, 0, reader, PATH, 2, 0101, 0), "creating");
                    Boot.abort(guest, 0);
                });
    }

    @Test
    void otherTrapsAreRefused() throws ProgramException {
        run(
                guest -> {
                    assertEquals(-38, guest.call(TrapNumbers.CHANNEL_DOORBELL), "no channel yet");
                    new Client(guest);
                    for (long number : new long[] {0, 1, 39, 60, 231, 1000, 1030, 1031, -1}) {
                        assertEquals(-38, guest.call(number));
                    }
                    Boot.abort(guest, 0);
                });
    }

    private static void operation(FakeGuest guest, int at, long opcode, long handle, long buffer)
            throws InterruptedException {
        long base = DATA + 0x1000 + (long) at * BatchLayout.OPERATION_SIZE;
        long[] words = {opcode, handle, buffer, buffer == 0 ? 0 : 8, 0, 0, 99, 0};
        for (int i = 0; i < words.length; i++) {
            guest.store(base + 8L * i, 8, words[i]);
        }
    }

    private static long result(FakeGuest guest, int at) throws InterruptedException {
        long base = DATA + 0x1000 + (long) at * BatchLayout.OPERATION_SIZE;
        return guest.load(base + BatchLayout.RESULT, 8);
    }

    @Test
    void aBatchAnswersEachOperationByItself() throws ProgramException {
        run(
                new Settings(Map.of("batch-calls", "1")),
                guest -> {
                    Client c = new Client(guest);
                    long file = c.open(0);
                    operation(guest, 0, OpCode.NULL, 0, 0);
                    operation(guest, 1, OpCode.READ, 500, DATA);
                    operation(guest, 2, OpCode.READ, file, DATA);
                    operation(guest, 3, OpCode.WRITE, file, DATA);
                    operation(guest, 4, BatchLayout.OP, 0, DATA);
                    operation(guest, 5, OpCode.READ, file | 1L << 32, DATA);
                    long array = DATA + 0x1000;
                    assertEquals(2, c.call(BatchLayout.OP, 0, 0, array, 6));
                    long[] wanted = {1, -9, 8, -13, -38, -9};
                    for (int i = 0; i < wanted.length; i++) {
                        assertEquals(wanted[i], result(guest, i), "operation " + i);
                    }
                    assertEquals(0x77202c6f6c6c6568L, guest.load(DATA, 8));
                    assertEquals(-22, c.call(BatchLayout.OP, 0, 0, array, 0), "none");
                    assertEquals(-22, c.call(BatchLayout.OP, 0, 0, array, 257), "too many");
                    assertEquals(-22, c.call(BatchLayout.OP, 0, 0, array, -1), "negative");
                    assertEquals(-22, c.call(BatchLayout.OP, 0, file, array, 1), "a handle");
                    assertEquals(-14, c.call(BatchLayout.OP, 0, 0, 0x10, 4), "wild array");
                    assertEquals(1, c.call(OpCode.NULL, 0, 0), "the channel lives on");
                    Boot.abort(guest, 0);
                });
    }

    @Test
    void withoutTheSwitchABatchIsNoOperation() throws ProgramException {
        run(
                guest -> {
                    Client c = new Client(guest);
                    operation(guest, 0, OpCode.NULL, 0, 0);
                    assertEquals(-38, c.call(BatchLayout.OP, 0, 0, DATA + 0x1000, 1));
                    assertEquals(99, result(guest, 0), "untouched");
                    Boot.abort(guest, 0);
                });
    }

    @Test
    void aCopiedDescriptorIsRefusedAsSoonAsItIsRevoked() throws ProgramException {
        run(
                new Settings(Map.of("preload", "1")),
                guest -> {
                    Client c = new Client(guest);
                    long file = c.open(0);
                    long lent = c.call(OpCode.DERIVE, 0, file, Rights.READ, 0);
                    for (int i = 0; i < 4; i++) {
                        assertEquals(8, c.call(OpCode.READ, 0, lent, DATA, 8, 0));
                        assertEquals(8, c.call(OpCode.READ, 0, file, DATA, 8, 0));
                    }
                    assertEquals(-13, c.call(OpCode.WRITE, 0, lent, DATA, 8, 0), "copied rights");
                    assertEquals(0, c.call(OpCode.REVOKE, 0, file));
                    assertEquals(-116, c.call(OpCode.READ, 0, lent, DATA, 8, 0), "revoked");
                    assertEquals(8, c.call(OpCode.READ, 0, file, DATA, 8, 0));
                    Boot.abort(guest, 0);
                });
    }
}
