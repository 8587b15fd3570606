package org.rustos.cpu.x86;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;
import org.rustos.core.cpu.CodeScanner;
import org.rustos.cpu.zydis.Instruction;
import org.rustos.cpu.zydis.InstructionDecoder;

import java.lang.foreign.MemorySegment;
import java.util.HexFormat;

/** No key writer passes the scan, wherever it starts; what is none does. */
class KeyWriterScannerTest {
    private final CodeScanner scanner = new KeyWriterScanner();

    private CodeScanner.Finding next(String hex, int from) {
        return scanner.next(HexFormat.of().parseHex(hex.replace(" ", "")), from);
    }

    @Test
    void findsWritersAtAnyOffset() {
        assertEquals(new CodeScanner.Finding(0, "wrpkru"), next("0f01ef", 0));
        // mov eax, 0xef010f: inside an immediate
        assertEquals(new CodeScanner.Finding(1, "wrpkru"), next("b80f01ef00", 0));
        assertEquals(new CodeScanner.Finding(1, "xrstor"), next("480fae29", 0));
        assertEquals(new CodeScanner.Finding(4, "wrpkru"), next("0f01ef900f01ef", 1));
    }

    @Test
    void letsFencesAndNeighboursPass() {
        // lfence; rdpkru; xsave [rcx]; fxrstor [rcx]; and a cut WRPKRU
        assertNull(next("0faee8 0f01ee 0fae21 0fae09 0f01", 0));
        assertNull(next("", 0));
    }

    @Property(tries = 300)
    void agreesWithTheDecoderOnEveryOffset(
            @ForAll @Size(min = 3, max = 40) byte[] code,
            @ForAll @IntRange(min = 0, max = 36) int where,
            @ForAll boolean planted) {
        if (planted && where + 2 < code.length) {
            code[where] = 0x0f;
            code[where + 1] = (byte) (where % 2 == 0 ? 0xae : 0x01);
        }
        int first = -1;
        try (InstructionDecoder decoder = InstructionDecoder.open()) {
            for (int at = 0; at < code.length && first < 0; at++) {
                // Padded, so that a memory operand's displacement is there.
                byte[] rest = new byte[32];
                System.arraycopy(code, at, rest, 0, Math.min(32, code.length - at));
                boolean starts = code[at] == 0x0f && at + 2 < code.length;
                Instruction here =
                        starts ? decoder.decode(MemorySegment.ofArray(rest), 0, 32, 0) : null;
                if (here != null
                        && (here.mnemonic().equals("wrpkru")
                                || here.mnemonic().startsWith("xrstor"))
                        && !here.mnemonic().startsWith("xrstors")) {
                    first = at;
                }
            }
        }
        CodeScanner.Finding found = scanner.next(code, 0);
        assertEquals(first, found == null ? -1 : found.offset());
    }
}
