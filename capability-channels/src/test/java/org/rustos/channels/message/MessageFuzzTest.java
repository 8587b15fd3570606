package org.rustos.channels.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rustos.channels.abi.MessageLayout;
import org.rustos.channels.abi.TrapNumbers;
import org.rustos.core.machine.Core;

import java.util.List;
import java.util.SplittableRandom;

/** Processes that trap at random: the kernel stands, the run ends, and two runs agree. */
class MessageFuzzTest {
    private static final int TRAPS = 100;
    private static final long[] INTERESTING = {
        0, 1, 2, 3, 4, 5, 0x10001, 0x10002, -1, Long.MIN_VALUE, 7, 9, 64, 0x1_0000_0001L
    };

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void whateverProcessesTrapTheRunEndsAndTwoRunsAgree(int seed) {
        assertEquals(run(seed), run(seed));
    }

    private static List<Long> run(int seed) {
        try (MessageWorld world = new MessageWorld(1 + seed % 3)) {
            world.server(
                    (t, endpoint) -> {
                        while (true) {
                            random(t, new SplittableRandom(seed), false);
                        }
                    });
            for (int i = 2; i < 5; i++) {
                int own = seed * 10 + i;
                world.client(
                        i,
                        i % 3,
                        (t, endpoint) -> {
                            while (true) {
                                random(t, new SplittableRandom(own), false);
                            }
                        });
            }
            // The main process never waits without an end, so it comes to its own.
            world.complete((t, endpoint) -> random(t, new SplittableRandom(seed * 10L), true));
            assertTrue(world.counted("refused") > 0);
            return world.machine().board().cores().stream().map(Core::clockMc).toList();
        }
    }

    private static void random(Talker t, SplittableRandom random, boolean bounded)
            throws InterruptedException {
        t.useBuffer();
        for (int i = 0; i < TRAPS; i++) {
            t.guest.compute(random.nextInt(2000));
            long number =
                    TrapNumbers.MESSAGE_SEND
                            + random.nextInt(
                                    TrapNumbers.MESSAGE_KEEP_REPLY - TrapNumbers.MESSAGE_SEND + 1);
            if (number == TrapNumbers.MESSAGE_BUFFER && random.nextInt(10) > 0) {
                continue;
            }
            long handle = INTERESTING[random.nextInt(INTERESTING.length)];
            long info =
                    random.nextInt(3) == 0
                            ? INTERESTING[random.nextInt(INTERESTING.length)]
                            : random.nextInt(9)
                                    | random.nextInt(3) << MessageLayout.INFO_CAPABILITIES_SHIFT;
            info |= bounded || random.nextBoolean() ? MessageLayout.INFO_TIMED : 0;
            if (bounded && number == TrapNumbers.MESSAGE_BUFFER) {
                continue;
            }
            t.capability(0, random.nextInt(8), random.nextInt(0x1ff));
            t.capability(1, random.nextInt(8), 0xff | random.nextInt(2) << 16);
            t.within(random.nextInt(20_000)).trap(number, handle, info, random.nextInt(), 2, 3);
        }
    }
}
