package org.rustos.workloads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.rustos.workloads.program.Silicon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;

class SiliconTest {
    private static final Path PROGRAMS = Path.of("src/main/guest/programs");

    @Test
    void theProgramsHaveEveryRowThatIsOffered() throws IOException {
        String source =
                Files.readString(PROGRAMS.resolve("silicon.c"))
                        + Files.readString(PROGRAMS.resolve("silicon-calls.c"))
                        + Files.readString(PROGRAMS.resolve("silicon-cores.c"));
        for (String row : Silicon.rows()) {
            boolean generated = row.matches("(chase|tlb|indirect_chase|bw_rep_movsb_copy)_.*");
            assertTrue(generated || source.contains('"' + row.replaceFirst("@.*", "") + '"'), row);
        }
        assertEquals(Silicon.rows().size(), new HashSet<>(Silicon.rows()).size());
    }

    @Test
    void aRowOfTwoCoresSaysWhereTheyAre() {
        assertEquals(List.of(0, 1), Silicon.slots("line_pingpong_2flags@sameCCX", 8));
        assertEquals(List.of(0, 8), Silicon.slots("line_pingpong_2flags@remoteCCX", 8));
        assertEquals(List.of(0), Silicon.slots("add_dep", 8));
    }

    @Test
    void theLargestChaseGetsRoomForItsMemory() {
        assertTrue(Silicon.ramBytes("chase_262144K_2M") >= 256L << 20);
        assertTrue(Silicon.ramBytes("add_dep") < 128L << 20);
        assertEquals('E', Silicon.image("stat_tmpfs")[1]);
    }
}
