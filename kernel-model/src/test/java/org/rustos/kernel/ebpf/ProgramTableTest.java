package org.rustos.kernel.ebpf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.rustos.kernel.ebpf.isa.Form;
import org.rustos.kernel.ebpf.isa.Forms;
import org.rustos.kernel.ebpf.isa.Group;
import org.rustos.kernel.ebpf.isa.Instruction;
import org.rustos.kernel.ebpf.run.Outcome;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Runs every row of the table of programs. */
final class ProgramTableTest {
    private static List<ProgramTable> rows() {
        return ProgramTable.rows();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void returnsWhatTheStandardSays(ProgramTable row) throws Exception {
        Outcome outcome = RawRun.of(row.code(), row.memory(), 1000);
        assertEquals(null, outcome.fault());
        assertEquals(Long.toHexString(row.expected()), Long.toHexString(outcome.r0()));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void readsBackWhatItPrints(ProgramTable row) throws Exception {
        Program program = Program.raw(row.code());
        String text =
                program.instructions().stream()
                        .map(Instruction::toString)
                        .collect(Collectors.joining("\n"));
        assertArrayEquals(row.code(), Assembler.assemble(text), text);
        assertEquals(row.version(), program.version());
    }

    @Test
    void hasAHundredProgramsOverAllGroupsAndVersions() throws Exception {
        Set<Group> groups = EnumSet.noneOf(Group.class);
        Set<Integer> versions = new TreeSet<>();
        Set<String> operations = new TreeSet<>();
        List<ProgramTable> rows = rows();
        for (ProgramTable row : rows) {
            versions.add(row.version());
            for (Instruction each : Program.raw(row.code()).instructions()) {
                groups.add(each.form().group());
                operations.add(each.kind() + " " + each.form().operation());
            }
        }
        List<String> missing = new ArrayList<>();
        for (Form form : Forms.all()) {
            if (!operations.contains(form.kind() + " " + form.operation())) {
                missing.add(form.kind() + " " + form.operation());
            }
        }
        assertTrue(rows.size() >= 100, rows.size() + " programs");
        assertEquals(EnumSet.allOf(Group.class), groups);
        assertEquals(Set.of(1, 2, 3, 4), versions);
        assertEquals(List.of(), missing);
    }
}
