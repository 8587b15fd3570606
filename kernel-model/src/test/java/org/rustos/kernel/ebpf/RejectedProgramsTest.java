package org.rustos.kernel.ebpf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.rustos.kernel.ebpf.isa.BytecodeException;
import org.rustos.kernel.ebpf.isa.Decoder;
import org.rustos.kernel.ebpf.verify.Verdict;
import org.rustos.kernel.ebpf.verify.Verifier;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Every row of {@code rejected.txt} is refused for its own reason, at an instruction that is named.
 */
final class RejectedProgramsTest {
    /** One row. */
    record Row(String name, ProgramType type, int memory, String reason, String text) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (String line : ProgramTable.text("rejected.txt").split("\n")) {
            if (!line.startsWith("#") && !line.isBlank()) {
                String[] cell = line.split("\\|", 5);
                rows.add(
                        new Row(
                                cell[0].strip(),
                                ProgramType.valueOf(cell[1].strip().toUpperCase(Locale.ROOT)),
                                Integer.parseInt(cell[2].strip()),
                                cell[3].strip(),
                                cell[4]));
            }
        }
        return rows;
    }

    @ParameterizedTest
    @MethodSource("rows")
    void saysWhy(Row row) throws Exception {
        Program program =
                new Program(
                        row.name(),
                        row.type(),
                        Decoder.decode(Assembler.assemble(row.text())),
                        TestMaps.SPECS);
        Verdict verdict = Verifier.verify(program, row.memory());
        assertFalse(verdict.accepted());
        assertTrue(verdict.reason().contains(row.reason()), verdict.reason());
        assertFalse(verdict.instruction().isEmpty());
        assertEquals(program.at(verdict.slot()).toString(), verdict.instruction());
    }

    @Test
    void hasFortyDifferentRules() {
        Set<String> names = new HashSet<>();
        rows().forEach(row -> names.add(row.name()));
        assertEquals(rows().size(), names.size());
        assertTrue(names.size() >= 40);
    }

    @ParameterizedTest
    @CsvSource({
        "ff00000000000000, unknown opcode 0xff",
        "2000000000000000, 'legacy packet access, opcode 0x20'",
        "b70b000000000000, there is no register r11",
        "bfb0000000000000, there is no register r11",
        "b710000000000000, reserved register field is not 0",
        "0700050001000000, reserved offset field is 5",
        "bf10000001000000, reserved immediate is 1",
        "d400000007000000, byte order of 7 bits",
        "db10000022000000, unknown atomic operation 0x22",
        "1800000000000000, the second half of the 64-bit immediate is missing",
        "18000000000000009500000000000000, the second half of the 64-bit immediate is an"
                + " instruction",
        "9500000001000000, reserved immediate is 1",
        "8530000000000000, unknown sort of call 3",
    })
    void refusesWhatIsNoInstruction(String code, String reason) {
        byte[] bytes = CodeText.parse(code);
        BytecodeException refused =
                assertThrows(BytecodeException.class, () -> Decoder.decode(bytes));
        assertEquals(reason, refused.getMessage());
    }
}
