package org.rustos.cpu.arm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rustos.core.hart.Trap;

/** Words on which the engine would end the process: they are illegal, and stay where they are. */
class HiddenWordsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "7ef8382d",
                "0e79e890",
                "2e782800",
                "5ef93884",
                "5ef8fb83",
                "7ef9f883",
                "0e462c79",
                "2e450f19"
            })
    void anUnallocatedWordIsIllegalAndCanBeRead(String word) {
        assertTrue(HiddenWords.contains(Integer.parseUnsignedInt(word, 16)));
        try (UserProgram p =
                new UserProgram(
                        """
                        18000060 ldr w0, .+12
                        14000002 b .+8
                        d503201f nop
                        """
                                + word
                                + " .word")) {
            assertEquals(new Trap.IllegalInstruction(UserProgram.CODE + 12), p.trap());
            assertEquals(Integer.parseUnsignedInt(word, 16), (int) p.context.register(0));
            assertEquals(
                    Integer.parseUnsignedInt(word, 16), p.board.memory().getInt(p.codeFrame + 12));
            assertEquals(2, p.hart.instructions());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0e79a800", "4ef8f820", "2ef9f820", "7e79d820", "0e401400", "2ec01400"})
    void anAllocatedWordRuns(String word) {
        assertFalse(HiddenWords.contains(Integer.parseUnsignedInt(word, 16)));
        try (UserProgram p = new UserProgram(word + " .word\nd4000001 svc #0")) {
            assertInstanceOf(Trap.Syscall.class, p.trap());
        }
    }

    @Test
    void ordinaryWordsAreSeen() {
        assertFalse(HiddenWords.contains(0xd503201f));
        assertFalse(HiddenWords.contains(0));
    }
}
