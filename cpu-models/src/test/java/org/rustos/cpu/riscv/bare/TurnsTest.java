package org.rustos.cpu.riscv.bare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The order of harts, which is part of every result. */
class TurnsTest {
    @Test
    void theLowestClockIsNextAndAmongEqualsTheLowestNumber() {
        Turns turns = new Turns(3);
        assertEquals(0, turns.next());
        turns.ran(0, 100);
        assertEquals(1, turns.next());
        turns.ran(1, 40);
        assertEquals(2, turns.next());
        turns.slept(2);
        assertEquals(1, turns.next());
        turns.ran(1, 60);
        assertEquals(0, turns.next());
    }

    @Test
    void whoSleptLongestIsNotBehindAfterAll() {
        Turns turns = new Turns(2);
        turns.ran(1, 70);
        turns.align();
        assertEquals(70, turns.clock(0));
        assertEquals(0, turns.next());
    }

    @Test
    void aHartAloneHasLongerTurns() {
        assertEquals(1000, new Turns(1).length());
        assertEquals(100, new Turns(2).length());
    }
}
