package org.rustos.bench.validate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rustos.bench.run.Outcome;
import org.rustos.bench.simulation.CpuModelFinder;
import org.rustos.bench.simulation.SimulatedRun;
import org.rustos.bench.suite.Experiment;
import org.rustos.core.cpu.CpuProfile;
import org.rustos.core.cpu.Isa;
import org.rustos.core.cpu.KernelPaths;
import org.rustos.core.timing.Account;
import org.rustos.core.timing.CoreTiming;
import org.rustos.core.timing.CostTable;
import org.rustos.core.timing.CycleLedger;
import org.rustos.core.timing.Event;
import org.rustos.core.timing.KernelPath;
import org.rustos.core.timing.MemorySystem;
import org.rustos.core.timing.Topology;
import org.rustos.kernel.Kernel;

import java.io.IOException;
import java.io.InputStream;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tier 1 is executed as guest code; the same operation priced in Java from steps must come to the
 * same, or mechanisms whose service is Java would be compared with another measure.
 */
class TierOneAgreementTest {
    private static final double TOLERANCE = 0.15;
    private static final long BYTES = 4096;

    /** Instructions for a counted x86-64 one, as the source of kernelInstruction says. */
    private static final Map<Isa, Double> PER_X86 = Map.of(Isa.AARCH64, 1.15, Isa.RISCV64, 1.16);

    /**
     * Instructions for 64 bytes in the copy of an ISA: on RISC-V eight loads and eight stores, on
     * AArch64 four and four of pairs, and three or four for the loop; on x86-64 it is one.
     */
    private static final Map<Isa, Long> COPY_LOOP =
            Map.of(Isa.X86_64, 0L, Isa.AARCH64, 12L, Isa.RISCV64, 19L);

    private static final long FROM = 0x10_0000;
    private static final long TO = 0x20_0000;

    @ParameterizedTest
    @ValueSource(strings = {"x86-zen3", "arm-neoverse-v1", "riscv-cheri"})
    void theNullOperationCostsWhatItsStepsSay(String cpu) {
        Account executed = settled(cpu, "null-call");
        assertAgreement(cpu, executed, "tier1.null", 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x86-zen3", "arm-neoverse-v1", "riscv-cheri"})
    void aCachedReadCostsWhatItsStepsSay(String cpu) {
        Account executed = settled(cpu, "file-read-hot");
        if (cpu.equals("x86-zen3")) {
            assertEquals(BYTES / 32, executed.count(Event.REP_32_BYTES));
        }
        assertAgreement(cpu, executed, "tier1.read", BYTES);
    }

    private static void assertAgreement(String cpu, Account executed, String path, long copied) {
        CpuProfile profile = CpuModelFinder.load(cpu).profile();
        KernelPath steps = paths(profile).get(path);
        double instructions =
                executed.count(Event.INSTRUCTION) - copied / 64 * COPY_LOOP.get(profile.isa());
        assertTrue(
                Math.abs(instructions / steps.instructions() - 1) < 0.05,
                path + ": " + steps.instructions() + " instructions, executed " + instructions);
        double java = price(profile, steps, copied);
        double error = java / executed.totalMc() - 1;
        assertTrue(
                Math.abs(error) <= TOLERANCE,
                path + ": Java " + java + ", executed " + executed.totalMc() + ", error " + error);
    }

    /** The last crossing of a run: everything is warm. */
    private static Account settled(String cpu, String workload) {
        Outcome outcome =
                new SimulatedRun()
                        .run(
                                new Experiment(
                                        cpu,
                                        "direct",
                                        new TreeMap<>(),
                                        workload,
                                        new TreeMap<>(),
                                        1,
                                        8,
                                        16,
                                        0,
                                        1_000_000_000));
        Outcome.Measured measured = assertInstanceOf(Outcome.Measured.class, outcome);
        Outcome.Stretch last =
                measured.stretches().stream()
                        .filter(stretch -> stretch.name().equals("crossing"))
                        .reduce((_, next) -> next)
                        .orElseThrow();
        assertEquals(1, last.operations());
        return last.cores().getFirst().minus(measured.empties().getLast());
    }

    /** The steps on a core of their own, once to warm it and once to count. */
    private static double price(CpuProfile profile, KernelPath steps, long copied) {
        CycleLedger ledger = new CycleLedger(warmUserCode(profile));
        CoreTiming timing =
                new CoreTiming(
                        profile.geometry(),
                        ledger,
                        new MemorySystem(new Topology(1, 1, List.of(0)), profile.l3()),
                        _ -> 0);
        Account before = null;
        for (int i = 0; i < 16; i++) {
            before = ledger.account();
            timing.run(steps);
            timing.copy(FROM, TO, copied);
        }
        return ledger.account().minus(before).totalMc();
    }

    /**
     * The profile's costs, but for an instruction: tier 1 is warm, predicted user code, not a
     * kernel path with its entry. Behind WRPKRU and the copy it takes its share of the dispatch
     * width; where no such instruction hides it, what the profile says of a kernel's, less what
     * that adds because the kernel's are counted on x86-64.
     */
    private static CostTable warmUserCode(CpuProfile profile) {
        Map<Event, CostTable.Cost> costs = new EnumMap<>(Event.class);
        for (Event event : Event.values()) {
            costs.put(event, profile.costs().of(event));
        }
        if (profile.isa() != Isa.X86_64) {
            double kernel = profile.document().path("kernelInstruction").path("cycles").asDouble();
            long own = Math.round(1000 * kernel / PER_X86.get(profile.isa()));
            return new CostTable(costs, new CostTable.Cost(own, "kernelInstruction"));
        }
        int width = profile.pipeline().path("width").asInt();
        return new CostTable(costs, new CostTable.Cost(1000 / width, "pipeline.width"));
    }

    private static KernelPaths paths(CpuProfile profile) {
        try (InputStream in = Kernel.class.getResourceAsStream("kernel-paths.json")) {
            JsonNode table = new ObjectMapper().readTree(in).path("paths");
            return new KernelPaths("kernel-paths.json", table, profile);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
