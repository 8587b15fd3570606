package org.rustos.cpu.arm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rustos.core.cpu.CodeScanner;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Words as clang assembles them. */
class DataKeyScannerTest {
    private static final int NOP = 0xd503201f;

    private static byte[] code(int... words) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * words.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int word : words) {
            bytes.putInt(word);
        }
        return bytes.array();
    }

    @ParameterizedTest
    @CsvSource({
        "dac10820, pacda",
        "dac10bfd, pacda",
        "dac12be3, pacdza",
        "dac11820, autda",
        "dac11bc7, autda",
        "dac13be9, autdza",
        "f8200420, ldraa",
        "f87ffc20, ldraa",
        "f83ff425, ldraa"
    })
    void whatUsesTheKeyIsFound(String word, String name) {
        byte[] code = code(NOP, Integer.parseUnsignedInt(word, 16));
        CodeScanner.Finding finding = new DataKeyScanner().next(code, 0);
        assertEquals(new CodeScanner.Finding(4, name), finding);
        assertNull(new DataKeyScanner().next(code, 5));
    }

    @ParameterizedTest
    @CsvSource({
        "f8a00420", // ldrab
        "dac10c20", // pacdb
        "dac11c20", // autdb
        "dac123e3", // paciza
        "dac11083", // autia
        "dac147e0", // xpacd
        "f8408c20", // ldr, pre-indexed
        "f8200041" // ldadd
    })
    void whatUsesOtherKeysOrNoneIsNot(String word) {
        byte[] code = code(Integer.parseUnsignedInt(word, 16), NOP);
        assertNull(new DataKeyScanner().next(code, 0));
    }

    @Test
    void aWordThatIsNotWholeIsNoInstruction() {
        assertNull(new DataKeyScanner().next(new byte[] {0x20, 0x08, (byte) 0xc1}, 0));
    }
}
