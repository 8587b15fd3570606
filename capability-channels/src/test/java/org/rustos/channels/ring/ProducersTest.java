package org.rustos.channels.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rustos.channels.Settings;
import org.rustos.channels.abi.EntryLayout;
import org.rustos.channels.abi.OpCode;
import org.rustos.channels.abi.RingLayout;
import org.rustos.channels.abi.TrapNumbers;
import org.rustos.channels.testing.FakeGuest;
import org.rustos.channels.testing.FakeMachine;
import org.rustos.core.machine.ExitReason;
import org.rustos.kernel.program.ProgramException;

import java.util.SplittableRandom;

/**
 * Whatever the order in which several producers take entries, fill them and say so, and whenever
 * the kernel looks: each entry is taken once, in the order in which they were had.
 */
class ProducersTest {
    private static final int EXIT_GROUP = 231;
    private static final long PARAMS = FakeMachine.BUFFER;
    private static final int ENTRIES = 4;
    private static final int PRODUCERS = 3;
    private static final int SUBMISSIONS = 150;

    /** One producer: what it has and how far it is. */
    private static final class Producer {
        private long number = -1;
        private boolean filled;
    }

    /** All of them on one ring, one small step at a time. */
    private static final class Ring {
        private final FakeGuest guest;
        private final long address;
        private final Producer[] producers = new Producer[PRODUCERS];
        private int had;
        private int seen;
        private boolean waitedForSlow;

        Ring(FakeGuest guest) throws InterruptedException {
            this.guest = guest;
            guest.store(PARAMS + RingLayout.PARAMS_ENTRIES, 4, ENTRIES);
            guest.store(PARAMS + RingLayout.PARAMS_FLAGS, 4, RingLayout.SETUP_PRODUCERS);
            assertEquals(0, guest.call(TrapNumbers.RING_SETUP, PARAMS));
            address = guest.load(PARAMS + RingLayout.PARAMS_ADDRESS, 8);
            for (int i = 0; i < PRODUCERS; i++) {
                producers[i] = new Producer();
            }
        }

        private long slot(long number) {
            return address
                    + RingLayout.SUBMISSIONS
                    + (number & ENTRIES - 1) * EntryLayout.SUBMISSION_SIZE;
        }

        void produce(Producer mine) throws InterruptedException {
            if (mine.number < 0) {
                long head = guest.load(address + RingLayout.SQ_HEAD, 4);
                if (had < SUBMISSIONS && had - head < ENTRIES) {
                    mine.number = had++;
                    mine.filled = false;
                    guest.store(address + RingLayout.SQ_TAIL, 4, had);
                }
            } else if (!mine.filled) {
                guest.store(slot(mine.number), 8, OpCode.NULL);
                guest.store(slot(mine.number) + EntryLayout.USER_DATA, 8, 1000 + mine.number);
                mine.filled = true;
            } else {
                guest.store(slot(mine.number) + EntryLayout.RESERVED1, 8, mine.number + 1);
                mine.number = -1;
            }
        }

        /** Rings, and looks at what came back. */
        void serve() throws InterruptedException {
            long id = guest.load(PARAMS + RingLayout.PARAMS_RING_ID, 4);
            long taken = guest.call(TrapNumbers.RING_ENTER, id, ENTRIES, 0, 0);
            assertTrue(taken >= 0, "RING_ENTER " + taken);
            long tail = guest.load(address + RingLayout.CQ_TAIL, 4);
            waitedForSlow |= tail < had;
            for (; seen < tail; seen++) {
                long at =
                        address
                                + RingLayout.COMPLETIONS
                                + (long) (seen & ENTRIES - 1) * EntryLayout.COMPLETION_SIZE;
                assertEquals(
                        1000 + seen, guest.load(at + EntryLayout.COMPLETION_USER_DATA, 8), "order");
            }
            guest.store(address + RingLayout.CQ_HEAD, 4, seen);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void eachEntryIsTakenOnceInOrder(long seed) throws ProgramException {
        try (FakeMachine machine = new FakeMachine(1)) {
            machine.bind(new RingMechanism(), Settings.NONE);
            SplittableRandom random = new SplittableRandom(seed);
            ExitReason reason =
                    machine.run(
                            guest -> {
                                Ring ring = new Ring(guest);
                                for (int step = 0; ring.seen < SUBMISSIONS; step++) {
                                    assertTrue(step < 100 * SUBMISSIONS, "no end");
                                    int who = random.nextInt(PRODUCERS + 1);
                                    if (who == PRODUCERS) {
                                        ring.serve();
                                    } else {
                                        ring.produce(ring.producers[who]);
                                    }
                                }
                                assertTrue(ring.waitedForSlow, "nobody was ever slow");
                                assertEquals(SUBMISSIONS, ring.had);
                                guest.call(EXIT_GROUP, 0);
                            });
            assertEquals(ExitReason.FINISHED, reason);
            assertEquals(0, machine.process().exitStatus());
        }
    }
}
