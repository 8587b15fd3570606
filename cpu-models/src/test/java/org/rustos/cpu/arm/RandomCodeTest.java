package org.rustos.cpu.arm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rustos.core.cpu.CpuModel;
import org.rustos.core.hart.HartExit;
import org.rustos.core.hart.PointerKeys;
import org.rustos.core.machine.Board;
import org.rustos.core.memory.Permissions;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * Random user code: whatever it does, the hart answers with a value, can go on, and does the same
 * on the next run, whether accesses come by log or by callback.
 */
class RandomCodeTest {
    private static final int FIRST = Integer.getInteger("rustos.random.first", 0);
    private static final int PROGRAMS = Integer.getInteger("rustos.random.programs", 12);
    private static final boolean TOLD = Boolean.getBoolean("rustos.random.told");
    private static final int TRAPS = 20;
    private static final int WORDS = 128;

    @TempDir Path folder;

    /** Kinds of programs that nobody would write. */
    private enum Kind {
        /** Any words. */
        WORDS {
            @Override
            int word(Random random) {
                return random.nextInt();
            }
        },
        /** Words of the table, with any operands. */
        INSTRUCTIONS {
            @Override
            int word(Random random) {
                List<A64Op> ops = A64Table.A64.ops();
                A64Op op = ops.get(random.nextInt(ops.size()));
                return op.match() | random.nextInt() & ~op.mask();
            }
        },
        /** What touches the engine's edges, between ordinary code. */
        EDGES {
            @Override
            int word(Random random) {
                int word = EDGE[random.nextInt(EDGE.length)];
                return random.nextInt(4) == 0 ? word ^ random.nextInt(32) << 5 : word;
            }
        };

        // mrs cntvct, cntfrq, midr, ctr, fpcr; msr fpcr, nzcv, tpidr; wfi, wfe, svc, brk, hlt, udf,
        // marker; pacda, autda, autiasp, retaa, braa, ldraa; ldxr, stxr, casal, ldadd; dc zva, ic
        // ivau, dc civac, at, tlbi; bti, isb; br x1, blr x1, ret, b .-4, cbz, tbnz; ldr, str, stp,
        // ldp pre, ld4, st1; add, mov, fadd.
        private static final int[] EDGE = {
            0xd53be040, 0xd53be000, 0xd5380000, 0xd53b0020, 0xd53b4400, 0xd51b4400, 0xd51b4200,
            0xd51bd041, 0xd503207f, 0xd503205f, 0xd4000001, 0xd4200000, 0xd4400000, 0x00000000,
            0x00005255, 0xdac10820, 0xdac11820, 0xd50323bf, 0xd65f0bff, 0xd71f0801, 0xf8200400,
            0x885f7c01, 0x88027c01, 0xc8e0fc01, 0xb8200020, 0xd50b7420, 0xd50b7520, 0xd50b7e20,
            0xd5087800, 0xd508871f, 0xd503245f, 0xd5033fdf, 0xd61f0020, 0xd63f0020, 0xd65f03c0,
            0x17ffffff, 0xb4000040, 0x37000040, 0xf9400000, 0xf9000000, 0xa9000400, 0xa9c00400,
            0x4c400000, 0x4c007000, 0x91000400, 0xd2a00c00, 0x1e612800, 0xd10043ff, 0xf81f0fe0
        };

        abstract int word(Random random);
    }

    @ParameterizedTest
    @EnumSource
    void neverFailsTheEngineAndCostsTheSameByLogAndByCallback(Kind kind) {
        ArmCpuModels models = new ArmCpuModels();
        CpuModel logged = models.load("arm-neoverse-v1");
        CpuModel called = new ArmCpuModel(logged.profile(), false);
        CpuModel faulting = UserProgram.faulting(folder);
        for (int seed = FIRST; seed < FIRST + PROGRAMS; seed++) {
            if (TOLD) {
                System.err.println(kind + " " + seed);
            }
            String first = outcome(kind, logged, seed, true);
            assertEquals(first, outcome(kind, called, seed, true), kind + " " + seed);
            if (seed % 4 == 0) {
                assertEquals(
                        outcome(kind, logged, seed, false),
                        outcome(kind, logged, seed, false),
                        kind + " untimed " + seed);
                assertEquals(
                        outcome(kind, faulting, seed, true),
                        outcome(kind, faulting, seed, true),
                        kind + " with FPAC " + seed);
            }
        }
    }

    private static String outcome(Kind kind, CpuModel model, int seed, boolean timed) {
        Random random = new Random(seed);
        StringBuilder log = new StringBuilder();
        Board.Options options = new Board.Options(16 << 20, List.of(0), timed);
        try (UserProgram p = new UserProgram("00000000", model, options)) {
            for (int i = 0; i < WORDS; i++) {
                p.board.memory().putInt(p.codeFrame + 4L * i, kind.word(random));
            }
            p.space.protect(
                    UserProgram.CODE, Permissions.READ_EXECUTE.withGuarded(random.nextBoolean()));
            p.context.pointerKeys(PointerKeys.of(random::nextLong));
            for (int i = 0; i < 31; i++) {
                boolean code = random.nextInt(4) == 0;
                p.context.register(
                        i,
                        code
                                ? UserProgram.CODE + 4L * random.nextInt(WORDS)
                                : UserProgram.DATA + random.nextInt(4000));
            }
            for (int i = 0; i < TRAPS; i++) {
                p.budget.horizonMc(p.ledger().clockMc() + 1_000_000);
                HartExit exit = p.run();
                assertFalse(exit instanceof HartExit.EngineFailed, seed + ": " + exit);
                log.append(exit).append('\n');
                if (exit instanceof HartExit.Trapped) {
                    // On behind what trapped, somewhere.
                    p.context.pc(UserProgram.CODE + 4L * random.nextInt(WORDS));
                    p.context.sp(UserProgram.STACK_TOP - 64);
                }
            }
            for (int i = 0; i < ArmContext.COUNT; i++) {
                log.append(Long.toHexString(p.context.register(i))).append(' ');
            }
            log.append(p.hart.instructions()).append(' ').append(p.ledger().clockMc());
        }
        return log.toString();
    }
}
