package org.rustos.channels.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.rustos.channels.Settings;
import org.rustos.channels.abi.BootstrapLayout;
import org.rustos.channels.abi.OpCode;
import org.rustos.channels.abi.TrapNumbers;
import org.rustos.channels.channel.ChannelMechanism;
import org.rustos.channels.testing.Boot;
import org.rustos.channels.testing.FakeGuest;
import org.rustos.channels.testing.FakeMachine;
import org.rustos.channels.testing.QueueClient;
import org.rustos.core.machine.ExitReason;
import org.rustos.core.machine.MarkerKind;
import org.rustos.core.timing.Account;
import org.rustos.core.timing.Category;
import org.rustos.core.timing.Event;
import org.rustos.kernel.MarkerLog;
import org.rustos.kernel.program.ProgramException;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Fast-forward is an optimisation of the host: nothing that a guest or a result sees may differ.
 */
class PollingThreadTest {
    private static final int WANTS = BootstrapLayout.WANT_CHANNEL | BootstrapLayout.WANT_POLL;
    private static final int ENTRIES = 16;

    private static void report(List<String> into, String title, List<Account> accounts) {
        for (Account account : accounts) {
            StringBuilder line = new StringBuilder(title);
            line.append(' ').append(account.totalMc());
            for (Category category : Category.values()) {
                line.append(' ').append(account.categoryMc(category));
            }
            into.add(line.toString());
        }
    }

    /** Everything that was counted anywhere, at every mark and at the end. */
    private static List<String> run(boolean fastForward, FakeGuest.Program program)
            throws ProgramException {
        try (FakeMachine machine = new FakeMachine(2)) {
            machine.bind(
                    new ChannelMechanism(),
                    new Settings(Map.of("poll", "1", "fast-forward", fastForward ? "1" : "0")));
            assertEquals(ExitReason.FINISHED, machine.run(program));
            assertEquals(0, machine.process().exitStatus());
            List<String> lines = new ArrayList<>();
            for (MarkerLog.Mark mark : machine.kernel().markers().marks()) {
                report(lines, "mark " + mark.kind(), mark.accounts());
            }
            report(lines, "end", machine.accounts());
            assertTrue(machine.accounts().get(1).count(Event.POLL_EMPTY) > 100);
            return lines;
        }
    }

    private static void same(FakeGuest.Program program) throws ProgramException {
        assertEquals(String.join("\n", run(false, program)), String.join("\n", run(true, program)));
    }

    private static FakeGuest.Program client(long seed, int idleMicros) {
        return guest -> {
            SplittableRandom random = new SplittableRandom(seed);
            Boot boot = new Boot(guest, WANTS, ENTRIES, idleMicros);
            assertTrue(boot.result >= 0);
            QueueClient queue = boot.queue(ENTRIES);
            for (int round = 0; round < 12; round++) {
                guest.mark(MarkerKind.BEGIN, round);
                int size = 1 + random.nextInt(ENTRIES);
                for (int i = 0; i < size; i++) {
                    queue.fill(OpCode.NULL, 0, 0, i);
                }
                queue.publish();
                if (queue.needsWakeup()) {
                    guest.call(TrapNumbers.CHANNEL_DOORBELL);
                }
                for (int i = 0; i < size; i++) {
                    while (queue.unread() == 0) {
                        guest.compute(random.nextInt(20));
                    }
                    assertEquals(new QueueClient.Completion(i, 1), queue.take());
                }
                guest.mark(MarkerKind.END, size);
                guest.compute(random.nextInt(9000));
            }
            Boot.abort(guest, 0);
        };
    }

    @Test
    void fastForwardChangesNoCycle() throws ProgramException {
        for (long seed = 1; seed <= 3; seed++) {
            same(client(seed, 0));
        }
    }

    @Test
    void fastForwardChangesNoCycleWhenThePollerSleeps() throws ProgramException {
        for (long seed = 1; seed <= 3; seed++) {
            same(client(seed, 2));
        }
    }

    @Test
    void anImpossibleTailPutsThePollerToSleepAndADoorbellWakesIt() throws ProgramException {
        same(
                guest -> {
                    Boot boot = new Boot(guest, WANTS, ENTRIES, 0);
                    QueueClient queue = boot.queue(ENTRIES);
                    guest.compute(50_000);
                    queue.tail(0x7777_7777);
                    while (!queue.needsWakeup()) {
                        guest.compute(50);
                    }
                    assertEquals(-22, guest.call(TrapNumbers.CHANNEL_DOORBELL));
                    queue.tail(0);
                    queue.fill(OpCode.NULL, 0, 0, 5);
                    queue.publish();
                    guest.call(TrapNumbers.CHANNEL_DOORBELL);
                    while (queue.unread() == 0) {
                        guest.compute(50);
                    }
                    assertEquals(new QueueClient.Completion(5, 1), queue.take());
                    Boot.abort(guest, 0);
                });
    }

    @Test
    void aFullCompletionQueueHoldsThePollerUpAndLosesNothing() throws ProgramException {
        same(
                guest -> {
                    Boot boot = new Boot(guest, WANTS, 4, 0);
                    QueueClient queue = boot.queue(4);
                    for (int i = 0; i < 4; i++) {
                        queue.fill(OpCode.NULL, 0, 0, i);
                    }
                    queue.publish();
                    while (queue.unread() < 4) {
                        guest.compute(100);
                    }
                    for (int i = 4; i < 8; i++) {
                        queue.fill(OpCode.NULL, 0, 0, i);
                    }
                    queue.publish();
                    guest.compute(100_000);
                    assertEquals(4, queue.unread());
                    for (int i = 0; i < 8; i++) {
                        while (queue.unread() == 0) {
                            guest.compute(100);
                        }
                        assertEquals(i, queue.take().userData());
                    }
                    Boot.abort(guest, 0);
                });
    }
}
