package org.rustos.cpu.x86;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.rustos.core.hart.HartExit;
import org.rustos.core.machine.Board;

import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** Random bytes as user code: whatever they do, the hart answers with a value and can go on. */
class RandomCodeTest {
    private static final int PROGRAMS = Integer.getInteger("rustos.random.programs", 60);
    private static final int TRAPS = 20;

    @Test
    void neverFailsTheEngineAndCostsTheSameByLogAndByCallback() {
        for (int seed = 0; seed < PROGRAMS; seed++) {
            assertEquals(outcome(seed, true), outcome(seed, false), "seed " + seed);
        }
    }

    private static String outcome(int seed, boolean logged) {
        Random random = new Random(seed);
        byte[] code = new byte[512];
        random.nextBytes(code);
        StringBuilder log = new StringBuilder();
        X86CpuModel model = new X86CpuModel(new X86CpuModels().load("x86-zen3").profile(), logged);
        Board.Options options = new Board.Options(64 << 20, List.of(0), true);
        try (UserProgram p = new UserProgram(HexFormat.of().formatHex(code), model, options)) {
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
