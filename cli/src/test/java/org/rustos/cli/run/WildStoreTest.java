package org.rustos.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rustos.cli.CommandRun;
import org.rustos.core.cpu.Isa;
import org.rustos.workloads.program.Attacks;

import java.io.IOException;
import java.nio.file.Path;

/** What isolation is good for: a program that writes its kernel's state, with and without it. */
class WildStoreTest {
    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({
        "X86_64, x86-zen3, unikernel, 1, 1",
        "X86_64, x86-zen3, unikernel, 2, 1",
        "X86_64, x86-zen3, unikernel, 3, 1",
        "X86_64, x86-zen3, direct, 1, 139",
        "AARCH64, arm-neoverse-v1, unikernel, 1, 1",
        // The store goes through, but a signature covers the rights.
        "AARCH64, arm-neoverse-v1, direct, 1, 0",
        // A page of a file that is only read is read-only.
        "AARCH64, arm-neoverse-v1, direct, 2, 139",
        "RISCV64, riscv-cheri, unikernel, 2, 1",
        "RISCV64, riscv-cheri, direct, 2, 139"
    })
    void aStoreReachesTheStateOfTheKernelWhereNothingIsBetween(
            Isa isa, String cpu, String mechanism, int way, int status) throws IOException {
        CommandRun run =
                AttackRun.of(folder, isa, cpu, Attacks.WILD_STORE, mechanism, "way=" + way);
        assertEquals(status, run.code(), run.out() + run.err());
    }
}
