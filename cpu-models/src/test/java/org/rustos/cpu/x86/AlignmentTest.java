package org.rustos.cpu.x86;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rustos.core.hart.Trap;

/** Aligned SSE accesses fault on addresses that are not aligned, and only those. */
class AlignmentTest {
    private static final long DATA = UserProgram.DATA;
    private static final int RDI = 7;
    private static final int RSI = 6;

    @ParameterizedTest
    @CsvSource({
        // what, code, offset of the fault with RDI one too high (-1: none)
        "movaps load, 0f2807, 0",
        "movaps store behind an increment, 48ffc0 0f2907, 3",
        "movaps by displacement, 0f294710, 0",
        "movdqa with index, 660f6f0437, 0",
        "addps from memory, 0f5807, 0",
        "pushes and a frame, 4883ec20 0f290424 0f2907, 8",
        "after a copy, 4889f8 0f2800, 3",
        "after an addition, 4883c710 0f2807, 4",
        "masked, 4883e7f0 0f2807, -1",
        "movups, 0f1007, -1",
        "movdqu store, f30f7f07, -1",
        "scalar, f30f5807, -1",
        "lower half, 0f1207, -1",
    })
    void aFaultWhereSiliconRaisesIt(String what, String code, int fault) {
        for (int off = 0; off < 2; off++) {
            for (boolean timed : new boolean[] {true, false}) {
                try (UserProgram p = new UserProgram(code.replace(" ", "") + "0f05", timed)) {
                    p.context.register(RDI, DATA + 0x100 + off);
                    p.context.register(RSI, 0x20);
                    Trap trap = p.trap();
                    if (off == 0 || fault < 0) {
                        assertInstanceOf(Trap.Syscall.class, trap, what);
                    } else {
                        assertEquals(new Trap.GeneralFault(UserProgram.CODE + fault), trap, what);
                        assertEquals(UserProgram.CODE + fault, p.context.pc());
                    }
                }
            }
        }
    }

    @Test
    void whatRanBeforeTheFaultCountsAndMendingItGoesOn() {
        // inc rax; movaps [rdi],xmm0; inc rax; syscall
        try (UserProgram p = new UserProgram("48ffc0" + "0f2907" + "48ffc0" + "0f05")) {
            for (int round = 1; round < 4; round++) {
                p.context.pc(UserProgram.CODE);
                p.context.register(0, 0);
                p.context.register(RDI, DATA + 8);
                long before = p.hart.instructions();
                assertEquals(new Trap.GeneralFault(UserProgram.CODE + 3), p.trap());
                assertEquals(1, p.context.register(0));
                assertEquals(1, p.hart.instructions() - before);
                p.context.register(RDI, DATA + 16);
                assertEquals(new Trap.Syscall(2), p.trap());
                assertEquals(4, p.hart.instructions() - before);
            }
        }
    }

    @Test
    void aLoopFaultsInTheRoundThatIsNotAligned() {
        // l: movaps xmm0,[rdi]; add rdi,rsi; dec ecx; jnz l; syscall
        try (UserProgram p = new UserProgram("0f2807" + "4801f7" + "ffc9" + "75f6" + "0f05")) {
            p.context.register(RDI, DATA);
            p.context.register(RSI, 16);
            p.context.register(1, 50);
            assertInstanceOf(Trap.Syscall.class, p.trap());
            p.context.pc(UserProgram.CODE);
            p.context.register(RDI, DATA);
            p.context.register(RSI, 4);
            p.context.register(1, 50);
            assertEquals(new Trap.GeneralFault(UserProgram.CODE), p.trap());
            assertEquals(DATA + 4, p.context.register(RDI));
            assertEquals(49, p.context.register(1));
        }
    }
}
