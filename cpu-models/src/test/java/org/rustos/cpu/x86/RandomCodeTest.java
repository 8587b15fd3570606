package org.rustos.cpu.x86;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rustos.core.hart.HartExit;
import org.rustos.core.machine.Board;

import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * Random user code: whatever it does, the hart answers with a value, can go on, and does the same
 * on the next run. {@code tools/fuzz-x86} runs more of it.
 */
class RandomCodeTest {
    private static final int FIRST = Integer.getInteger("rustos.random.first", 0);
    private static final int PROGRAMS = Integer.getInteger("rustos.random.programs", 12);
    private static final boolean TOLD = Boolean.getBoolean("rustos.random.told");
    private static final int TRAPS = 20;

    @ParameterizedTest
    @EnumSource
    void neverFailsTheEngineAndCostsTheSameByLogAndByCallback(RandomCode kind) {
        for (int seed = FIRST; seed < FIRST + PROGRAMS; seed++) {
            byte[] code = kind.bytes(new Random(seed));
            if (TOLD) {
                System.err.println(kind + " " + seed + " " + HexFormat.of().formatHex(code));
            }
            String logged = outcome(code, seed, true, true);
            assertEquals(logged, outcome(code, seed, true, false), kind + " " + seed);
            if (seed % 4 == 0) {
                assertEquals(
                        outcome(code, seed, false, false),
                        outcome(code, seed, false, false),
                        kind + " untimed " + seed);
            }
        }
    }

    private static String outcome(byte[] code, int seed, boolean timed, boolean logged) {
        Random random = new Random(seed);
        StringBuilder log = new StringBuilder();
        X86CpuModel model = new X86CpuModel(new X86CpuModels().load("x86-zen3").profile(), logged);
        Board.Options options = new Board.Options(16 << 20, List.of(0), timed);
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
                    p.context.pc(UserProgram.CODE + random.nextInt(code.length - 12));
                    p.context.sp(UserProgram.STACK_TOP - 64);
                }
            }
            for (int i = 0; i < 16; i++) {
                log.append(Long.toHexString(p.context.register(i))).append(' ');
            }
            log.append(p.hart.instructions()).append(' ').append(p.ledger().clockMc());
        }
        return log.toString();
    }
}
