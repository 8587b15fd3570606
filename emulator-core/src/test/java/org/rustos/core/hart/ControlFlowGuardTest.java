package org.rustos.core.hart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.rustos.core.hart.ControlFlowGuard.Landing;

class ControlFlowGuardTest {
    @Test
    void returnsGoBackInTheOrderOfTheCalls() {
        ControlFlowGuard guard = new ControlFlowGuard(true, true);
        for (long at = 0; at < 1000; at++) {
            assertTrue(guard.called(at));
        }
        for (long at = 999; at >= 0; at--) {
            assertTrue(guard.returned(at));
        }
        assertFalse(guard.returned(0), "nobody called");
    }

    @Test
    void aReturnElsewhereIsRefused() {
        ControlFlowGuard guard = new ControlFlowGuard(true, false);
        guard.called(8);
        assertFalse(guard.returned(16));
    }

    @Test
    void endlessRecursionEndsInBoundedMemory() {
        ControlFlowGuard guard = new ControlFlowGuard(true, false);
        int calls = 0;
        while (guard.called(4) && calls < 1 << 21) {
            calls++;
        }
        assertEquals(1 << 20, calls);
    }

    @Test
    void aCopyGoesItsOwnWay() {
        ControlFlowGuard guard = new ControlFlowGuard(true, true);
        guard.called(8);
        guard.awaits(Landing.CALL);
        ControlFlowGuard copy = guard.copy();
        assertTrue(guard.returned(8));
        assertTrue(copy.returned(8));
        assertEquals(Landing.CALL, copy.due());
        assertEquals(Landing.NONE, guard.fresh().due());
    }

    @Test
    void withoutTheSwitchNoPadIsDue() {
        ControlFlowGuard guard = new ControlFlowGuard(true, false);
        guard.awaits(Landing.JUMP);
        assertEquals(Landing.NONE, guard.due());
    }
}
