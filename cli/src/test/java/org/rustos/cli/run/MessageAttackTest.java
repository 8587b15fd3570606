package org.rustos.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rustos.cli.CommandRun;
import org.rustos.core.cpu.Isa;
import org.rustos.workloads.program.Attacks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A hostile client of the real file server, which must serve the next request all the same. */
class MessageAttackTest {
    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({"X86_64, x86-zen3, 1", "RISCV64, riscv-cheri, 0"})
    void theFileServerOutlivesAHostileClient(Isa isa, String cpu, int shared) throws IOException {
        CommandRun run =
                AttackRun.of(
                        folder,
                        isa,
                        cpu,
                        Attacks.HOSTILE_MESSAGES,
                        "message",
                        List.of("--set", "shared=" + shared));
        assertEquals(0, run.code(), run.out() + run.err());
        assertTrue(run.out().contains("hostile-messages: right"), run.out());
    }
}
