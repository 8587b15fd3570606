package org.rustos.channels.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rustos.channels.Settings;
import org.rustos.channels.abi.OpCode;
import org.rustos.channels.abi.RingLayout;
import org.rustos.channels.abi.TrapNumbers;
import org.rustos.channels.testing.FakeGuest;
import org.rustos.channels.testing.FakeMachine;
import org.rustos.channels.testing.QueueClient;
import org.rustos.core.machine.ExitReason;
import org.rustos.kernel.program.ProgramException;

class RingTest {
    private static final int EXIT_GROUP = 231;
    private static final long PARAMS = FakeMachine.BUFFER;
    private static final long PATH = FakeMachine.BUFFER + 0x1000;
    private static final long DATA = FakeMachine.BUFFER + 0x2000;
    private static final long AT_FDCWD = -100 & 0xffff_ffffL;

    private final FakeMachine machine = new FakeMachine(1);

    @AfterEach
    void close() {
        machine.close();
    }

    private void run(FakeGuest.Program program) throws ProgramException {
        machine.file("f", new byte[100]);
        machine.bind(new RingMechanism(), Settings.NONE);
        assertEquals(ExitReason.FINISHED, machine.run(program));
        assertEquals(0, machine.process().exitStatus());
    }

    private static long setup(FakeGuest guest, long entries, long flags)
            throws InterruptedException {
        guest.store(PARAMS + RingLayout.PARAMS_ENTRIES, 4, entries);
        guest.store(PARAMS + RingLayout.PARAMS_FLAGS, 4, flags);
        return guest.call(TrapNumbers.RING_SETUP, PARAMS);
    }

    private static long call(FakeGuest guest, QueueClient queue, int op, long handle, long... a)
            throws InterruptedException {
        queue.fill(op, 0, handle, 9, a);
        queue.publish();
        long id = guest.load(PARAMS + RingLayout.PARAMS_RING_ID, 4);
        assertEquals(1, guest.call(TrapNumbers.RING_ENTER, id, 1, 1, RingLayout.ENTER_GET_EVENTS));
        return queue.take().result();
    }

    @Test
    void setUpRefusesWhatCannotBe() throws ProgramException {
        run(
                guest -> {
                    for (long size : new long[] {0, 3, 255, 512, 0x8000_0000L, 0xffff_ffffL}) {
                        assertEquals(-22, setup(guest, size, 0));
                    }
                    assertEquals(-22, setup(guest, 8, 4), "unknown flag");
                    assertEquals(-22, setup(guest, 8, 3), "a poller sees no entry being filled");
                    assertEquals(-19, setup(guest, 8, RingLayout.SETUP_POLL), "no core to poll");
                    assertEquals(-14, guest.call(TrapNumbers.RING_SETUP, 0x10));
                    assertEquals(-9, guest.call(TrapNumbers.RING_ENTER, 0, 1, 0, 0));
                    assertEquals(-9, guest.call(TrapNumbers.RING_ENTER, -1, 1, 0, 0));
                    int rings = 0;
                    while (setup(guest, 1, 0) == 0) {
                        rings++;
                    }
                    assertEquals(RingTraps.LIMIT, rings);
                    guest.call(EXIT_GROUP, 0);
                });
    }

    @Test
    void handlesAreDescriptorsAndCapabilityOperationsAreUnknown() throws ProgramException {
        run(
                guest -> {
                    assertEquals(0, setup(guest, 8, 0));
                    QueueClient queue =
                            new QueueClient(
                                    guest, guest.load(PARAMS + RingLayout.PARAMS_ADDRESS, 8), 8);
                    guest.store(PATH, 8, '/' | 'f' << 8);
                    long file = call(guest, queue, OpCode.OPEN, AT_FDCWD, PATH, 2, 0, 0);
                    assertEquals(3, file);
                    assertEquals(100, call(guest, queue, OpCode.READ, file, DATA, 400, 0));
                    assertEquals(-14, call(guest, queue, OpCode.READ, file, 0x10, 8, 0));
                    assertEquals(-9, call(guest, queue, OpCode.READ, 77, DATA, 8, 0));
                    assertEquals(-9, call(guest, queue, OpCode.WRITE, file, DATA, 8, 0));
                    for (int op = OpCode.MAP_READ; op < OpCode.COUNT; op++) {
                        assertEquals(-38, call(guest, queue, op, file));
                    }
                    assertEquals(0, call(guest, queue, OpCode.CLOSE, file));
                    assertEquals(-9, call(guest, queue, OpCode.CLOSE, file));
                    guest.call(EXIT_GROUP, 0);
                });
    }

    @Test
    void enterTakesNoMoreThanAskedAndDoesNotWaitForNothing() throws ProgramException {
        run(
                guest -> {
                    assertEquals(0, setup(guest, 8, 0));
                    QueueClient queue =
                            new QueueClient(
                                    guest, guest.load(PARAMS + RingLayout.PARAMS_ADDRESS, 8), 8);
                    for (int i = 0; i < 5; i++) {
                        queue.fill(OpCode.NULL, 0, 0, i);
                    }
                    queue.publish();
                    assertEquals(2, guest.call(TrapNumbers.RING_ENTER, 0, 2, 0, 0));
                    assertEquals(2, queue.unread());
                    assertEquals(3, guest.call(TrapNumbers.RING_ENTER, 0, 99, 0, 0));
                    // Nine can never come: the kernel does not sleep over it.
                    assertEquals(
                            0,
                            guest.call(
                                    TrapNumbers.RING_ENTER, 0, 0, 9, RingLayout.ENTER_GET_EVENTS));
                    assertEquals(-22, guest.call(TrapNumbers.RING_ENTER, 0, -1, 0, 0));
                    assertEquals(-22, guest.call(TrapNumbers.RING_ENTER, 0, 1, 0, 8));
                    assertTrue(queue.unread() == 5);
                    guest.call(EXIT_GROUP, 0);
                });
    }
}
