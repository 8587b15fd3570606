package org.rustos.core.timing;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.SplittableRandom;

class BranchPredictorTest {
    private final BranchPredictor predictor =
            new BranchPredictor(new BranchPredictor.Geometry(12, 10, 8, 8));

    @Test
    void learnsAnAlternatingBranch() {
        int wrong = 0;
        for (int i = 0; i < 1000; i++) {
            wrong += predictor.conditional(0x400, (i & 1) == 0) ? 0 : 1;
        }
        assertTrue(wrong < 40, "wrong " + wrong);
    }

    @Test
    void cannotLearnChance() {
        SplittableRandom random = new SplittableRandom(3);
        int wrong = 0;
        for (int i = 0; i < 10_000; i++) {
            wrong += predictor.conditional(0x400, random.nextBoolean()) ? 0 : 1;
        }
        assertTrue(wrong >= 4000 && wrong <= 6000, "wrong " + wrong);
    }

    @Test
    void returnsFollowCallsUntilTheStackOverflows() {
        for (int depth = 0; depth < 8; depth++) {
            predictor.call(depth);
        }
        for (int depth = 7; depth >= 0; depth--) {
            assertTrue(predictor.ret(depth));
        }
        for (int depth = 0; depth < 9; depth++) {
            predictor.call(depth);
        }
        for (int depth = 8; depth > 0; depth--) {
            assertTrue(predictor.ret(depth));
        }
        assertFalse(predictor.ret(0));
    }
}
