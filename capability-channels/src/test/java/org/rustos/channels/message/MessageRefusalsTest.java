package org.rustos.channels.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rustos.channels.abi.BootstrapLayout;
import org.rustos.channels.abi.CapabilityType;
import org.rustos.channels.abi.MessageLayout;
import org.rustos.channels.abi.OpCode;
import org.rustos.channels.abi.Rights;
import org.rustos.channels.abi.TrapNumbers;
import org.rustos.channels.testing.Boot;
import org.rustos.channels.testing.FakeMachine;
import org.rustos.core.machine.ExitReason;
import org.rustos.kernel.op.Errno;

import java.util.ArrayList;
import java.util.List;

/**
 * Hostile clients, hostile servers, and those who die: an errno for who is to know, and no hang.
 */
class MessageRefusalsTest {
    private static final long NOWHERE = 0x7000_0000L;

    private final MessageWorld world = new MessageWorld(1);

    @AfterEach
    void close() {
        world.close();
    }

    /** A server that answers every call with its first word plus one. */
    private static void serve(Talker t, long endpoint) throws InterruptedException {
        long info = t.receive(endpoint);
        while (true) {
            info =
                    (info & MessageLayout.INFO_CALL) != 0
                            ? t.replyWait(endpoint, t.word(0) + 1)
                            : t.receive(endpoint);
        }
    }

    private static void works(Talker t, long endpoint) throws InterruptedException {
        assertEquals(1, t.call(endpoint, 41));
        assertEquals(42, t.word(0));
    }

    @Test
    void whatIsNoEndpointOrNoMessageIsRefused() {
        world.server(MessageRefusalsTest::serve);
        world.complete(
                (t, endpoint) -> {
                    Boot boot = new Boot(t.guest, 0, 0, 0);
                    long root = boot.word(BootstrapLayout.BLOCK_ROOT_DIRECTORY);
                    assertEquals(Errno.EBADF.negative(), t.call(0));
                    assertEquals(Errno.EBADF.negative(), t.call(77));
                    assertEquals(Errno.EBADF.negative(), t.call(endpoint + 0x10000));
                    assertEquals(Errno.EINVAL.negative(), t.call(root));
                    assertEquals(Errno.EACCES.negative(), t.receive(endpoint));
                    for (long info :
                            new long[] {121, 255, 5 << 8, 1 << 15, 1L << 40, -1, Long.MIN_VALUE}) {
                        assertEquals(
                                Errno.EINVAL.negative(),
                                t.trap(TrapNumbers.MESSAGE_CALL, endpoint, info));
                    }
                    assertEquals(Errno.ESRCH.negative(), t.reply(1));
                    assertEquals(
                            Errno.ESRCH.negative(), t.guest.call(TrapNumbers.MESSAGE_KEEP_REPLY));
                    assertEquals(
                            Errno.EINVAL.negative(),
                            t.trap(TrapNumbers.MESSAGE_REPLY, root << 32, 0));
                    assertEquals(
                            Errno.EINVAL.negative(),
                            t.guest.call(TrapNumbers.MESSAGE_CREATE, CapabilityType.FILE));
                    assertEquals(
                            Errno.EPERM.negative(),
                            t.guest.call(TrapNumbers.MESSAGE_MINT, endpoint, Rights.WRITE, 99),
                            "a badge stays what it is");
                    assertEquals(
                            Errno.ENOSYS.negative(),
                            t.guest.call(TrapNumbers.MESSAGE_KERNEL, OpCode.OPEN, root, 0, 1, 0, 0),
                            "files are the server's");
                    works(t, endpoint);
                });
    }

    @Test
    void badBuffersAreTheirOwnersMatter() {
        world.server(
                (t, endpoint) -> {
                    // No buffer, a bad one, then a good one.
                    assertEquals(1 | MessageLayout.INFO_CALL, t.receive(endpoint));
                    t.guest.call(TrapNumbers.MESSAGE_BUFFER, NOWHERE);
                    assertEquals(Errno.EFAULT.negative(), t.replyWait(endpoint, 42));
                    t.useBuffer();
                    assertEquals(9 | MessageLayout.INFO_CALL, t.receive(endpoint));
                    assertEquals(77, t.bufferWord(0), "what could not be taken was not lost");
                    t.replyWait(endpoint);
                });
        world.client(
                2,
                0,
                (t, endpoint) -> {
                    t.useBuffer();
                    t.bufferWord(0, 77);
                    // The server takes the main process's call first, then meets this one's.
                    t.pause(200_000);
                    t.trap(TrapNumbers.MESSAGE_CALL, endpoint, 9);
                    t.receive(endpoint);
                });
        world.complete(
                (t, endpoint) -> {
                    assertEquals(
                            Errno.EINVAL.negative(),
                            t.guest.call(TrapNumbers.MESSAGE_BUFFER, Talker.BUFFER + 8));
                    assertEquals(
                            Errno.EFAULT.negative(),
                            t.trap(TrapNumbers.MESSAGE_CALL, endpoint, 9),
                            "no buffer");
                    t.guest.call(TrapNumbers.MESSAGE_BUFFER, NOWHERE);
                    assertEquals(
                            Errno.EFAULT.negative(), t.trap(TrapNumbers.MESSAGE_CALL, endpoint, 9));
                    t.useBuffer();
                    assertEquals(
                            Errno.EMSGSIZE.negative(),
                            t.trap(TrapNumbers.MESSAGE_CALL, endpoint, 9),
                            "the server has no buffer to take it");
                    t.capability(0, 99, Rights.ALL);
                    assertEquals(
                            Errno.EBADF.negative(),
                            t.trap(TrapNumbers.MESSAGE_CALL, endpoint, Talker.info(0, 1)));
                    t.capability(0, endpoint, 0x1ff);
                    assertEquals(
                            Errno.EINVAL.negative(),
                            t.trap(TrapNumbers.MESSAGE_CALL, endpoint, Talker.info(0, 1)));
                    works(t, endpoint);
                    t.pause(2_000_000);
                });
    }

    @Test
    void aServerThatOwesAnAnswerMustGiveOrKeepIt() {
        world.server(
                (t, endpoint) -> {
                    t.receive(endpoint);
                    long word = t.word(0);
                    assertEquals(Errno.EBUSY.negative(), t.receive(endpoint));
                    t.replyWait(endpoint, word + 1);
                });
        world.complete(MessageRefusalsTest::works);
    }

    private static void serveAfter(Talker t, long endpoint) throws InterruptedException {
        while (true) {
            t.replyWait(endpoint, t.word(0) + 1);
        }
    }

    @Test
    void callersOfAServerThatDiesAreTold() {
        world.server(
                (t, endpoint) -> {
                    t.receive(endpoint);
                    t.pause(100_000);
                    Boot.abort(t.guest, 3);
                });
        List<Long> queued = new ArrayList<>();
        world.client(
                2,
                0,
                (t, endpoint) -> {
                    t.pause(50_000); // the main process calls first
                    queued.add(t.call(endpoint));
                    queued.add(t.call(endpoint));
                    t.pause(1_000_000_000);
                });
        world.complete(
                (t, endpoint) -> {
                    assertEquals(Errno.ECONNRESET.negative(), t.call(endpoint));
                    assertEquals(Errno.ESTALE.negative(), t.call(endpoint));
                    t.pause(1_000_000);
                });
        assertEquals(List.of(Errno.ECONNRESET.negative(), Errno.ESTALE.negative()), queued);
    }

    @Test
    void aServerGoesOnWhenItsCallerDiesOrGivesUp() {
        world.server(
                (t, endpoint) -> {
                    t.receive(endpoint);
                    t.pause(400_000); // the caller's time is up before the answer
                    assertEquals(Errno.ESTALE.negative(), t.reply(1), "nobody waits for it");
                    serve(t, endpoint);
                });
        world.complete(
                (t, endpoint) -> {
                    assertEquals(
                            Errno.ETIMEDOUT.negative(),
                            t.within(10_000)
                                    .trap(
                                            TrapNumbers.MESSAGE_CALL,
                                            endpoint,
                                            MessageLayout.INFO_TIMED));
                    works(t, endpoint);
                });
    }

    @Test
    void aDeadCallerLeavesNothingBehind() {
        world.server(
                (t, endpoint) -> {
                    t.receive(endpoint);
                    assertEquals(2, t.badge());
                    t.pause(300_000);
                    assertEquals(1 | MessageLayout.INFO_CALL, t.replyWait(endpoint));
                    assertEquals(1, t.badge());
                    serveAfter(t, endpoint);
                });
        MessageTraps[] victim = new MessageTraps[1];
        victim[0] =
                world.client(
                        2,
                        0,
                        (t, endpoint) -> {
                            t.call(endpoint);
                            throw new AssertionError("killed while it waited");
                        });
        world.complete(
                (t, endpoint) -> {
                    t.pause(100_000); // the other one's call is out by now
                    world.machine().kernel().exit(victim[0].process().process(), 1, 0);
                    works(t, endpoint);
                });
        assertEquals(1, world.counted("replies.dropped"));
    }

    @Test
    void aDroppedReplyCapabilityEndsTheCall() {
        world.server(
                (t, endpoint) -> {
                    t.receive(endpoint);
                    long reply = t.guest.call(TrapNumbers.MESSAGE_KEEP_REPLY);
                    assertEquals(0, t.guest.call(TrapNumbers.MESSAGE_KERNEL, OpCode.DROP, reply));
                    serve(t, endpoint);
                });
        world.complete(
                (t, endpoint) -> {
                    assertEquals(Errno.ECONNRESET.negative(), t.call(endpoint));
                    works(t, endpoint);
                });
    }

    @Test
    void whoCouldWaitForEverIsTold() {
        long[] back = new long[1];
        world.server(
                (t, endpoint) -> {
                    t.useBuffer();
                    t.receive(endpoint);
                    // It got the caller's endpoint: to call it would be to wait for oneself.
                    assertEquals(Errno.EDEADLK.negative(), t.call(t.capability(0)));
                    t.replyWait(endpoint);
                });
        world.complete(
                (t, endpoint) -> {
                    t.useBuffer();
                    back[0] = t.guest.call(TrapNumbers.MESSAGE_CREATE, CapabilityType.ENDPOINT);
                    t.trap(
                            TrapNumbers.MESSAGE_RECEIVE,
                            back[0],
                            MessageLayout.INFO_NO_WAIT); // it serves there
                    assertEquals(Errno.EDEADLK.negative(), t.call(back[0]));
                    t.capability(0, back[0], Rights.ALL);
                    assertEquals(0, t.trap(TrapNumbers.MESSAGE_CALL, endpoint, Talker.info(0, 1)));
                });
        assertEquals(2, world.counted("deadlocks"));
    }

    @Test
    void aStandstillThatNobodyCanTellEndsTheRun() {
        world.server((t, endpoint) -> t.receive(endpoint));
        assertEquals(
                ExitReason.DEADLOCK,
                world.run(
                        (t, endpoint) -> {
                            long own =
                                    t.guest.call(
                                            TrapNumbers.MESSAGE_CREATE, CapabilityType.ENDPOINT);
                            t.receive(own);
                        }));
    }

    @Test
    void objectsAndCapabilitiesOfOneProcessAreBounded() {
        world.server(
                (t, endpoint) -> {
                    t.useBuffer();
                    t.receive(endpoint);
                    while (true) {
                        t.replyWait(endpoint, t.capability(0));
                    }
                });
        world.complete(
                (t, endpoint) -> {
                    t.useBuffer();
                    long last = 0;
                    long most = world.machine().kernel().config().maxHandles();
                    for (int i = 0; i <= most && last >= 0; i++) {
                        last = t.guest.call(TrapNumbers.MESSAGE_CREATE, CapabilityType.ENDPOINT);
                    }
                    assertEquals(Errno.EMFILE.negative(), last);
                    // A flood of gifts fills the receiver's table, and hurts nobody's messages.
                    t.capability(0, endpoint, Rights.WRITE);
                    for (int i = 0; i < most + 2; i++) {
                        assertEquals(
                                1, t.trap(TrapNumbers.MESSAGE_CALL, endpoint, Talker.info(0, 1)));
                        last = t.word(0);
                    }
                    assertEquals(Errno.EMFILE.negative(), last);
                });
        assertTrue(world.counted("capabilities.lost") > 0);
    }

    /** A number of ours that no message mechanism has. */
    @Test
    void otherTrapsStayRefused() {
        world.server(MessageRefusalsTest::serve);
        world.complete(
                (t, endpoint) ->
                        assertEquals(
                                Errno.ENOSYS.negative(),
                                t.guest.call(TrapNumbers.CHANNEL_WAIT, FakeMachine.BUFFER)));
    }
}
