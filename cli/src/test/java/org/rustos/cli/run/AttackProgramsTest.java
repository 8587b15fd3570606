package org.rustos.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rustos.cli.CommandRun;
import org.rustos.core.cpu.Isa;
import org.rustos.workloads.program.Attacks;

import java.io.IOException;
import java.nio.file.Path;

/** Guest programs that ask for what they must not get, on the whole simulated machine. */
class AttackProgramsTest {
    private static final int SIGILL = 132;
    private static final int SIGSEGV = 139;
    private static final int BAD_INPUT = 65;

    @TempDir private Path folder;

    private CommandRun run(Attacks attack, String mechanism, String... arguments)
            throws IOException {
        return AttackRun.of(folder, Isa.X86_64, "x86-zen3", attack, mechanism, arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"syscall", "ring", "channel", "direct", "rustos"})
    void forgedStaleAndRevokedHandlesAndWildPointersAreRefused(String mechanism)
            throws IOException {
        CommandRun run = run(Attacks.REFUSALS, mechanism);
        assertEquals(0, run.code(), run.out() + run.err());
        assertTrue(run.out().contains("refusals: right"), run.out());
    }

    @Test
    void aRingInHostileHandsAnswersByErrnoAndGoesOn() throws IOException {
        CommandRun run = run(Attacks.HOSTILE_RING, "ring");
        assertEquals(0, run.code(), run.out() + run.err());
    }

    @ParameterizedTest
    @CsvSource({
        "direct, 1, 139", "direct, 2, 139", "direct, 3, 132", "direct, 4, 139", "direct, 5, 0",
        "direct, 6, 0", "rustos, 1, 139", "rustos, 2, 139", "rustos, 3, 132", "rustos, 4, 139",
        "rustos, 5, 0", "rustos, 6, 0"
    })
    void nobodyEntersTheServiceButByItsGate(String mechanism, int way, int status)
            throws IOException {
        CommandRun run = run(Attacks.BREAK_IN, mechanism, "way=" + way);
        assertEquals(status, run.code(), run.out() + run.err());
        if (status == SIGSEGV || status == SIGILL) {
            assertEquals("", run.out(), "it must not come to its verdict");
        }
    }

    @ParameterizedTest
    @CsvSource({"syscall, 0", "channel, 0", "direct, 65", "rustos, 65"})
    void whereThereIsAProtectedDomainNoImageBringsItsOwnGate(String mechanism, int status)
            throws IOException {
        CommandRun run = run(Attacks.SMUGGLED_WRPKRU, mechanism);
        assertEquals(status, run.code(), run.out() + run.err());
        if (status == BAD_INPUT) {
            assertTrue(run.err().contains("wrpkru"), run.err());
        }
    }
}
