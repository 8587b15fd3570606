package org.rustos.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rustos.cli.CommandRun;
import org.rustos.core.cpu.Isa;
import org.rustos.workloads.program.Attacks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Overwritten return addresses and pointers, with and without hardware that follows control. */
class HijackTest {
    @TempDir private Path folder;

    private CommandRun run(Isa isa, String mechanism, List<String> options, int way)
            throws IOException {
        String cpu = isa == Isa.X86_64 ? "x86-zen3" : "arm-neoverse-v1";
        return AttackRun.of(folder, isa, cpu, Attacks.HIJACK, mechanism, options, "way=" + way);
    }

    @ParameterizedTest
    @CsvSource({
        // Return address, pointer to call, pointer to jump to, and honest calls.
        "X86_64, syscall, 1, 1", "X86_64, fast-syscall, 1, 139", "X86_64, fast-syscall, 2, 132",
        "X86_64, fast-syscall, 3, 132", "X86_64, fast-syscall, 4, 0", "AARCH64, syscall, 1, 1",
        "AARCH64, syscall, 2, 1", "AARCH64, fast-syscall, 1, 139", "AARCH64, fast-syscall, 2, 132",
        "AARCH64, fast-syscall, 3, 132", "AARCH64, fast-syscall, 4, 0"
    })
    void whoBendsControlIsStoppedBeforeHisCodeRuns(Isa isa, String mechanism, int way, int status)
            throws IOException {
        CommandRun run = run(isa, mechanism, List.of(), way);
        assertEquals(status, run.code(), run.out() + run.err());
        if (status > 1) {
            assertEquals("", run.out(), "no instruction of the attacker's");
        }
    }

    @ParameterizedTest
    @CsvSource({"shadow-stack=0, 1, 1", "ibt=0, 2, 1", "ibt=0, 1, 139", "shadow-stack=0, 3, 132"})
    void eachCheckIsASwitchOfItsOwn(String off, int way, int status) throws IOException {
        CommandRun run = run(Isa.X86_64, "fast-syscall", List.of("--set", off), way);
        assertEquals(status, run.code(), run.out() + run.err());
    }

    @Test
    void checksHoldWithoutTimingToo() throws IOException {
        CommandRun run = run(Isa.X86_64, "fast-syscall", List.of("--no-timing"), 1);
        assertEquals(139, run.code(), run.out() + run.err());
        assertTrue(run.err().contains("which the shadow stack refuses"), run.err());
    }
}
