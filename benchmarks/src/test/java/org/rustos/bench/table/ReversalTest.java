package org.rustos.bench.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rustos.bench.result.CpuSheet;
import org.rustos.bench.result.Measurement;
import org.rustos.bench.result.ResultRow;
import org.rustos.bench.run.Outcome.Measured;
import org.rustos.bench.simulation.SimulatedRun;
import org.rustos.bench.suite.Experiment;
import org.rustos.bench.table.Reversal.Priced;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Where the table says that a ranking turns, machines with that price are level, and turn. */
class ReversalTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path folder;

    private static Experiment experiment(String cpu, String mechanism) {
        return new Experiment(
                cpu,
                mechanism,
                new TreeMap<>(),
                "null-call",
                new TreeMap<>(),
                1,
                20,
                16,
                0,
                50_000_000);
    }

    private static Priced run(String cpu, String mechanism) {
        Experiment experiment = experiment(cpu, mechanism);
        Measured run = (Measured) new SimulatedRun().run(experiment);
        Measurement m = ResultRow.of(experiment, run).headline();
        return new Priced(
                mechanism,
                (double) m.totalMc() / m.operations(),
                Prices.of(m, CpuSheet.of(run.profile(), run.paths())));
    }

    private static CpuSheet sheet() {
        Measured run = (Measured) new SimulatedRun().run(experiment("x86-zen3", "syscall"));
        return CpuSheet.of(run.profile(), run.paths());
    }

    private String profile(String event, double cycles) throws IOException {
        try (InputStream in = ReversalTest.class.getResourceAsStream("/profiles/x86-zen3.json")) {
            ObjectNode profile = (ObjectNode) JSON.readTree(in);
            ((ObjectNode) profile.path("costs").path(event)).put("cycles", cycles);
            Path file = folder.resolve(event + cycles + ".json");
            JSON.writeValue(file.toFile(), profile);
            return file.toString();
        }
    }

    @Test
    void aMachineWithTheSolvedPriceIsLevelAndBehindItTheOrderIsTurned() throws IOException {
        List<Priced> ranked =
                new ArrayList<>(List.of(run("x86-zen3", "ring"), run("x86-zen3", "message")));
        assertTrue(ranked.getFirst().mc() < ranked.getLast().mc());
        Reversal reversal =
                Reversal.between(ranked, sheet()).stream()
                        .filter(r -> !r.price().contains(" ") && r.factor() > 1)
                        .findFirst()
                        .orElseThrow();
        String level = profile(reversal.price(), reversal.toCycles());
        double gap = run(level, "message").mc() - run(level, "ring").mc();
        assertEquals(0, gap, 20, reversal.toString());
        String beyond = profile(reversal.price(), reversal.toCycles() * 1.1);
        assertTrue(run(beyond, "message").mc() < run(beyond, "ring").mc(), reversal.toString());
        assertNotEquals(reversal.fromCycles(), reversal.toCycles());
    }
}
