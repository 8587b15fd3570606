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

/**
 * The same attackers on the machine with hardware capabilities: each is stopped by the cause that
 * the architecture has for it, in the register that held what it misused (UCAM-CL-TR-987, table of
 * capability exception codes).
 */
class CheriAttackTest {
    private static final int SIGSEGV = 139;
    private static final int PCC = 32;
    private static final int DDC = 33;

    @TempDir private Path folder;

    private CommandRun run(Attacks attack, String mechanism, String... arguments)
            throws IOException {
        return AttackRun.of(folder, Isa.RISCV64, "riscv-cheri", attack, mechanism, arguments);
    }

    @ParameterizedTest(name = "{0}, {1}: {2}")
    @CsvSource({
        "direct, 1, load from the service's tables, 1, " + DDC,
        "direct, 2, store into the service's tables, 1, " + DDC,
        "direct, 3, jump to the gate's address, 1, " + PCC,
        "direct, 4, a pointer forged by an integer store, 2, 5",
        "direct, 5, bounds widened, 2, 5",
        "direct, 6, the pair kept in memory and revoked, 2, 5",
        "direct, 7, the pair kept in registers and revoked, 2, 26",
        "direct, 8, jump to the sealed code, 3, 5",
        "direct, 9, load through the sealed data, 3, 5",
        "direct, 10, data of another type, 4, 5",
        "direct, 11, data sealed with the gate's type, 2, 6",
        "direct, 12, the gate's data unsealed, 2, 5",
        "direct, 13, store into code, 19, 5",
        "direct, 14, load past the end, 1, 5",
        "direct, 15, two halves of code, 17, 5",
        "direct, 19, load just below the compartment, 1, " + DDC,
        "rustos, 1, load from the service's tables, 1, " + DDC,
        "rustos, 3, jump to the gate's address, 1, " + PCC,
        "rustos, 6, the pair kept in memory and revoked, 2, 5",
        "rustos, 10, data of another type, 4, 5"
    })
    void nobodyEntersTheServiceButByThePair(
            String mechanism, int way, String what, int cause, int register) throws IOException {
        CommandRun run = run(Attacks.CHERI_BREAK_IN, mechanism, "way=" + way);
        assertEquals(SIGSEGV, run.code(), what + ": " + run.out() + run.err());
        assertEquals("", run.out(), "it must not come to its verdict");
        String stopped = "(cause " + cause + ", register " + register + ")";
        assertTrue(run.err().contains(stopped), what + ": " + run.err());
    }

    @ParameterizedTest
    @CsvSource({"direct, 16", "direct, 17", "direct, 18", "rustos, 16", "rustos, 17", "rustos, 18"})
    void theKernelDoesNotForUserCodeWhatUserCodeCannot(String mechanism, int way)
            throws IOException {
        CommandRun run = run(Attacks.CHERI_BREAK_IN, mechanism, "way=" + way);
        assertEquals(0, run.code(), run.out() + run.err());
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
}
