package org.rustos.cpu.x86;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.rustos.core.hart.HartExit;

import java.util.HexFormat;
import java.util.Random;

/** Random bytes as user code: whatever they do, the hart answers with a value and can go on. */
class RandomCodeTest {
    private static final int PROGRAMS = Integer.getInteger("rustos.random.programs", 60);
    private static final int TRAPS = 20;

    @Test
    void neverFailsTheEngineAndRunsTheSameTwice() {
        for (int seed = 0; seed < PROGRAMS; seed++) {
            assertEquals(outcome(seed), outcome(seed), "seed " + seed);
        }
    }

    private static String outcome(int seed) {
        Random random = new Random(seed);
        byte[] code = new byte[512];
        random.nextBytes(code);
        StringBuilder log = new StringBuilder();
        try (UserProgram p = new UserProgram(HexFormat.of().formatHex(code))) {
            for (int i = 0; i < 8; i++) {
                p.context.register(i == 4 ? 8 : i, UserProgram.DATA + random.nextInt(4000));
            }
            for (int i = 0; i < TRAPS; i++) {
                p.budget.horizonMc(p.ledger().clockMc() + 1_000_000);
                HartExit exit = p.run();
                assertFalse(exit instanceof HartExit.EngineFailed, seed + ": " + exit);
                log.append(exit).append('\n');
                if (exit instanceof HartExit.Trapped) {
                    // On behind what trapped, somewhere.
                    p.context.pc(UserProgram.CODE + random.nextInt(500));
                    p.context.sp(UserProgram.STACK_TOP - 64);
                }
            }
            log.append(p.hart.instructions()).append(' ').append(p.ledger().clockMc());
        }
        return log.toString();
    }
}
