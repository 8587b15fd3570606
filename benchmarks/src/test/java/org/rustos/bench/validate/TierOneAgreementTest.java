package org.rustos.bench.validate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.rustos.bench.run.Outcome;
import org.rustos.bench.simulation.CpuModelFinder;
import org.rustos.bench.simulation.SimulatedRun;
import org.rustos.bench.suite.Experiment;
import org.rustos.core.cpu.CpuProfile;
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
    private static final long FROM = 0x10_0000;
    private static final long TO = 0x20_0000;

    private final CpuProfile profile = CpuModelFinder.load("x86-zen3").profile();

    @Test
    void theNullOperationCostsWhatItsStepsSay() {
        Account executed = settled("null-call");
        assertAgreement(executed, "tier1.null", 0);
    }

    @Test
    void aCachedReadCostsWhatItsStepsSay() {
        Account executed = settled("file-read-hot");
        assertEquals(BYTES / 32, executed.count(Event.REP_32_BYTES));
        assertAgreement(executed, "tier1.read", BYTES);
    }

    private void assertAgreement(Account executed, String path, long copied) {
        KernelPath steps = paths().get(path);
        double instructions = executed.count(Event.INSTRUCTION);
        assertTrue(
                Math.abs(instructions / steps.instructions() - 1) < 0.05,
                path + ": " + steps.instructions() + " instructions, executed " + instructions);
        double java = price(steps, copied);
        double error = java / executed.totalMc() - 1;
        assertTrue(
                Math.abs(error) <= TOLERANCE,
                path + ": Java " + java + ", executed " + executed.totalMc() + ", error " + error);
    }

    /** The last crossing of a run: everything is warm. */
    private static Account settled(String workload) {
        Outcome outcome =
                new SimulatedRun()
                        .run(
                                new Experiment(
                                        "x86-zen3",
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
    private double price(KernelPath steps, long copied) {
        CycleLedger ledger = new CycleLedger(warmUserCode());
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
     * The profile's costs, but an instruction takes its share of the dispatch width: tier 1 is
     * warm, predicted user code that hides behind WRPKRU and the copy, not a kernel path with its
     * entry.
     */
    private CostTable warmUserCode() {
        Map<Event, CostTable.Cost> costs = new EnumMap<>(Event.class);
        for (Event event : Event.values()) {
            costs.put(event, profile.costs().of(event));
        }
        int width = profile.pipeline().path("width").asInt();
        return new CostTable(costs, new CostTable.Cost(1000 / width, "pipeline.width"));
    }

    private KernelPaths paths() {
        try (InputStream in = Kernel.class.getResourceAsStream("kernel-paths.json")) {
            JsonNode table = new ObjectMapper().readTree(in).path("paths");
            return new KernelPaths("kernel-paths.json", table, profile);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
