package org.rustos.channels.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rustos.channels.abi.CapabilityType;
import org.rustos.channels.abi.MessageLayout;
import org.rustos.channels.abi.TrapNumbers;
import org.rustos.kernel.cap.CapResult;
import org.rustos.kernel.cap.Rights;
import org.rustos.kernel.op.Errno;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What always holds for messages, whoever sends what when. */
class MessageLawsTest {
    private static final int MANY = 40;

    private MessageWorld world = new MessageWorld(1);

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aCallCarriesEightWordsThereAndBackAndShowsItsBadge() {
        world.server(
                (t, endpoint) -> {
                    assertEquals(8 | MessageLayout.INFO_CALL, t.receive(endpoint));
                    assertEquals(1, t.badge());
                    long[] words = new long[8];
                    for (int i = 0; i < 8; i++) {
                        words[i] = t.word(i) * 2;
                    }
                    t.replyWait(endpoint, words);
                });
        world.complete(
                (t, endpoint) -> {
                    assertEquals(8, t.call(endpoint, 1, 2, 3, 4, 5, 6, 7, -8));
                    for (int i = 0; i < 7; i++) {
                        assertEquals(2L * (i + 1), t.word(i));
                    }
                    assertEquals(-16, t.word(7));
                });
        assertEquals(2, world.counted("fast"));
        assertEquals(2, world.counted("switches"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void noMessageIsLostAndNoneComesTwice(int cores) {
        world.close();
        world = new MessageWorld(cores);
        List<Long> seen = new ArrayList<>();
        world.server(
                (t, endpoint) -> {
                    long info = t.receive(endpoint);
                    while (true) {
                        seen.add(t.badge() << 32 | t.word(0));
                        t.guest.compute(t.word(0) % 7 * 300);
                        info =
                                (info & MessageLayout.INFO_CALL) != 0
                                        ? t.replyWait(endpoint, t.word(0) + 1)
                                        : t.receive(endpoint);
                        assertTrue(info > 0);
                    }
                });
        for (int badge = 2; badge <= 4; badge++) {
            world.client(badge, 0, talkative(badge));
        }
        world.complete(
                (t, endpoint) -> {
                    talkative(1).run(t, endpoint);
                    t.guest.compute(10_000_000); // the others come to their ends
                });
        assertEquals(4 * MANY, seen.size());
        for (long badge = 1; badge <= 4; badge++) {
            long client = badge;
            List<Long> mine = seen.stream().filter(m -> m >>> 32 == client).toList();
            for (int i = 0; i < MANY; i++) {
                assertEquals(client << 32 | i, mine.get(i), "the order of one sender stays");
            }
        }
    }

    private static MessageWorld.Program talkative(int seed) {
        return (t, endpoint) -> {
            SplittableRandom random = new SplittableRandom(seed);
            for (long i = 0; i < MANY; i++) {
                t.guest.compute(random.nextInt(3000));
                if (random.nextBoolean()) {
                    assertEquals(0, t.send(endpoint, i));
                } else {
                    assertEquals(1, t.call(endpoint, i));
                    assertEquals(i + 1, t.word(0), "the answer is that of this call");
                }
            }
            while (seed > 1) {
                t.guest.compute(1_000_000);
            }
        };
    }

    @Test
    void whatRegistersDoNotHoldGoesThroughBuffers() {
        world.server(
                (t, endpoint) -> {
                    t.useBuffer();
                    assertEquals(64 | MessageLayout.INFO_CALL, t.receive(endpoint));
                    assertEquals(7, t.word(7));
                    for (int i = 0; i < 56; i++) {
                        assertEquals(100 + i, t.bufferWord(i));
                        t.bufferWord(i, 200 + i);
                    }
                    t.trap(TrapNumbers.MESSAGE_REPLY_WAIT, endpoint, 64);
                });
        world.complete(
                (t, endpoint) -> {
                    t.useBuffer();
                    for (int i = 0; i < 56; i++) {
                        t.bufferWord(i, 100 + i);
                    }
                    assertEquals(
                            64,
                            t.trap(TrapNumbers.MESSAGE_CALL, endpoint, 64, 0, 1, 2, 3, 4, 5, 6, 7));
                    for (int i = 0; i < 56; i++) {
                        assertEquals(200 + i, t.bufferWord(i));
                    }
                });
        assertEquals(2, world.counted("slow"));
    }

    @Test
    void aCapabilityArrivesWithNoMoreThanTheRightsOfTheMask() {
        MessageTraps[] server = new MessageTraps[1];
        server[0] =
                world.server(
                        (t, endpoint) -> {
                            t.useBuffer();
                            long info = t.receive(endpoint);
                            assertEquals(Talker.info(0, 2) | MessageLayout.INFO_CALL, info);
                            for (int i = 0; i < 2; i++) {
                                CapResult got =
                                        server[0]
                                                .self()
                                                .table()
                                                .space()
                                                .lookup(t.capability(i), null, Rights.NONE, 0);
                                assertTrue(got instanceof CapResult.Granted);
                                assertEquals(
                                        Rights.READ.or(Rights.GRANT),
                                        ((CapResult.Granted) got).capability().rights());
                            }
                            t.replyWait(endpoint);
                        });
        world.complete(
                (t, endpoint) -> {
                    t.useBuffer();
                    long kept = t.guest.call(TrapNumbers.MESSAGE_CREATE, CapabilityType.ENDPOINT);
                    long moved = t.guest.call(TrapNumbers.MESSAGE_CREATE, CapabilityType.ENDPOINT);
                    long mask = Rights.READ.or(Rights.GRANT).bits();
                    t.capability(0, kept, mask);
                    t.capability(1, moved | MessageLayout.MOVE, mask);
                    assertEquals(0, t.trap(TrapNumbers.MESSAGE_CALL, endpoint, Talker.info(0, 2)));
                    // One was copied and is still there, the other is gone.
                    assertEquals(Errno.EAGAIN.negative(), poll(t, kept));
                    assertEquals(Errno.EBADF.negative(), poll(t, moved));
                });
        assertEquals(2, world.counted("capabilities"));
    }

    private static long poll(Talker t, long handle) throws InterruptedException {
        return t.trap(TrapNumbers.MESSAGE_RECEIVE, handle, MessageLayout.INFO_NO_WAIT);
    }

    @Test
    void aReplyCapabilityAnswersOnce() {
        world.server(
                (t, endpoint) -> {
                    t.receive(endpoint);
                    long reply = t.guest.call(TrapNumbers.MESSAGE_KEEP_REPLY);
                    assertTrue(reply > 0);
                    assertEquals(Errno.ESRCH.negative(), t.reply(0), "the slot is empty now");
                    assertEquals(0, t.trap(TrapNumbers.MESSAGE_REPLY, reply << 32, 1, 42));
                    assertEquals(
                            Errno.EBADF.negative(),
                            t.trap(TrapNumbers.MESSAGE_REPLY, reply << 32, 1, 43));
                    t.receive(endpoint);
                    assertEquals(0, t.reply(44));
                    assertEquals(Errno.ESRCH.negative(), t.reply(45));
                    t.receive(endpoint);
                });
        world.complete(
                (t, endpoint) -> {
                    assertEquals(1, t.call(endpoint));
                    assertEquals(42, t.word(0));
                    assertEquals(1, t.call(endpoint));
                    assertEquals(44, t.word(0));
                });
    }

    @Test
    void aTimeoutComesAtItsCycle() {
        world.server((t, endpoint) -> t.receive(endpoint));
        long[] took = new long[16];
        world.complete(
                (t, endpoint) -> {
                    long own = t.guest.call(TrapNumbers.MESSAGE_CREATE, CapabilityType.ENDPOINT);
                    for (int i = 0; i < took.length; i++) {
                        long before = world.clockMc();
                        long nanos = 50_000 + 10_000L * i;
                        assertEquals(
                                Errno.ETIMEDOUT.negative(),
                                t.within(nanos)
                                        .trap(
                                                TrapNumbers.MESSAGE_RECEIVE,
                                                own,
                                                MessageLayout.INFO_TIMED));
                        took[i] = world.clockMc() - before;
                    }
                });
        long step = world.machine().kernel().nanosToMc(10_000);
        assertTrue(took[0] > world.machine().kernel().nanosToMc(50_000));
        assertEquals(step, took[15] - took[14], "the path there and back is the same, and warm");
        assertEquals(took.length, world.counted("timeouts"));
    }

    @Test
    void whoServesIsAsUrgentAsTheMostUrgentOfItsClients() {
        List<String> order = new ArrayList<>();
        MessageTraps[] server = new MessageTraps[1];
        server[0] =
                world.server(
                        (t, endpoint) -> {
                            t.receive(endpoint);
                            while (true) {
                                order.add("serves " + t.badge());
                                t.guest.compute(200_000);
                                order.add(
                                        "answers "
                                                + t.badge()
                                                + " at "
                                                + server[0].self().thread().priority());
                                t.replyWait(endpoint);
                            }
                        });
        // The urgent one comes while the server works for the lowest.
        world.client(
                3,
                9,
                (t, endpoint) -> {
                    t.pause(20_000);
                    order.add("urgent calls");
                    t.call(endpoint);
                    order.add("urgent is answered");
                    t.pause(1_000_000_000);
                });
        // Would run before the server if nobody lent it anything.
        world.client(
                2,
                5,
                (t, endpoint) -> {
                    t.pause(20_000);
                    order.add("middling runs");
                    t.guest.compute(1_000_000);
                    t.pause(1_000_000_000);
                });
        world.complete(
                (t, endpoint) -> {
                    t.call(endpoint);
                    order.add("low is answered");
                });
        assertEquals(
                List.of(
                        "serves 1",
                        "urgent calls",
                        "answers 1 at 9",
                        "serves 3",
                        "answers 3 at 9",
                        "urgent is answered",
                        "middling runs",
                        "low is answered"),
                order);
    }

    @Test
    void signalsAddUpUntilTheyAreTaken() {
        world.server((t, endpoint) -> t.receive(endpoint));
        world.complete(
                (t, endpoint) -> {
                    long flags =
                            t.guest.call(TrapNumbers.MESSAGE_CREATE, CapabilityType.NOTIFICATION);
                    long four =
                            t.guest.call(TrapNumbers.MESSAGE_MINT, flags, Rights.WRITE.bits(), 4);
                    assertEquals(
                            Errno.EACCES.negative(), t.trap(TrapNumbers.MESSAGE_WAIT, four, 0));
                    assertEquals(0, t.trap(TrapNumbers.MESSAGE_SIGNAL, flags, 0));
                    assertEquals(0, t.trap(TrapNumbers.MESSAGE_SIGNAL, four, 0));
                    assertEquals(0, t.trap(TrapNumbers.MESSAGE_WAIT, flags, 0));
                    assertEquals(5, t.badge());
                    assertEquals(
                            Errno.EAGAIN.negative(),
                            t.trap(TrapNumbers.MESSAGE_WAIT, flags, MessageLayout.INFO_NO_WAIT));
                });
    }
}
