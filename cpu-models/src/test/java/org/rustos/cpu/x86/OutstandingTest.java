package org.rustos.cpu.x86;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.rustos.core.memory.PageSize;
import org.rustos.core.memory.Permissions;

/** Which loads wait for a miss and which overlap it, by what a loop over large memory costs. */
class OutstandingTest {
    private static final long BASE = 0x4000_0000L;
    private static final long BYTES = 256L << 20;
    private static final int LOADS = 2000;

    /** Cycles of a load that a loop does somewhere in a large memory of zeros. */
    private static double perLoad(String body) {
        String code = body + "ffce" + "75" + "%02x".formatted(-(body.length() / 2 + 4) & 0xff);
        try (UserProgram p = new UserProgram(code + "0f05", true, 1L << 30)) {
            for (long at = 0; at < BYTES; at += PageSize.LARGE.bytes()) {
                long frame = p.board.frames().allocateRun(512);
                p.space.map(BASE + at, frame, PageSize.LARGE, Permissions.READ_WRITE);
            }
            p.context.register(3, BASE);
            p.context.register(2, BYTES - 8);
            p.context.register(6, LOADS);
            long before = p.ledger().clockMc();
            p.trap();
            return (p.ledger().clockMc() - before) / 1000.0 / LOADS;
        }
    }

    @Test
    void independentLoadsOverlapAndDependentOnesDoNot() {
        // imul rax,rax,0x10dcd; add rax,0x3ab5f1; mov rcx,rax; and rcx,rdx; mov rdi,[rbx+rcx]
        String independent = "4869c0cd0d0100" + "4805f1b53a00" + "4889c1" + "4821d1" + "488b3c0b";
        // the same, and add rax,rdi: the next address waits for the value
        double apart = perLoad(independent);
        double chained = perLoad(independent + "4801f8");
        assertTrue(apart < 80, "independent: " + apart);
        assertTrue(chained > 350, "chained: " + chained);
    }

    @Test
    void aWalkThroughNeighbouringLinesIsPrefetched() {
        // mov rdi,[rbx]; add rbx,rdi; add rbx,64
        double walk = perLoad("488b3b" + "4801fb" + "4883c340");
        assertTrue(walk < 60, "walk: " + walk);
    }
}
