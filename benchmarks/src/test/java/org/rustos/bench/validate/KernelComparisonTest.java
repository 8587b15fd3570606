package org.rustos.bench.validate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rustos.bench.simulation.CpuModelFinder;
import org.rustos.bench.simulation.KernelRun;
import org.rustos.core.cpu.CpuModel;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The same machine code on both sides: what it computes must not depend on who runs it. */
class KernelComparisonTest {
    private final CpuModel cpu = CpuModelFinder.load("x86-zen3");

    @BeforeEach
    void onLinuxOnly() {
        assumeTrue(
                System.getProperty("os.name").equals("Linux")
                        && System.getProperty("os.arch").equals("amd64"),
                "the host's side needs Linux on x86-64");
    }

    @Test
    void bothSidesComputeTheSame() throws Exception {
        try (NativeKernel host = new NativeKernel()) {
            for (String name : List.of("sort", "matrix_double", "hash_table", "calls_random")) {
                KernelTimes there = host.run(name, 2);
                KernelRun.Result model = KernelRun.run(cpu, name, 2);
                KernelTimes here = KernelTimes.parse(model.output());
                assertTrue(here.agreesWith(there), name);
                assertEquals(2, model.cycles().size());
                assertTrue(here.median(model.cycles()) > 0.5, name);
            }
        }
    }

    @Test
    void everyKernelHasItsResultOnTheHost() throws Exception {
        try (NativeKernel host = new NativeKernel()) {
            for (String name : KernelComparison.names()) {
                assertEquals(1, host.run(name, 1).samples().size(), name);
            }
        }
    }

    @Test
    void theModelsCyclesAreTheSameEveryTime() throws Exception {
        assertEquals(KernelRun.run(cpu, "search", 1), KernelRun.run(cpu, "search", 1));
    }

    @Test
    void aKernelThatDoesNotExistIsOneLine() throws Exception {
        try (NativeKernel host = new NativeKernel()) {
            IOException e = assertThrows(IOException.class, () -> host.run("none", 1));
            assertEquals("ended with status 64 on the host", e.getMessage());
        }
        List<String> told = new ArrayList<>();
        List<KernelRow> rows = new KernelComparison(cpu).run(List.of("none"), 1, told::add);
        assertTrue(rows.getFirst().failed());
        assertEquals(KernelComparison.STEPS, told.size());
    }
}
