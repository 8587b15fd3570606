package org.rustos.bench.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rustos.bench.run.Outcome.Measured;
import org.rustos.bench.run.Outcome.Stretch;
import org.rustos.bench.suite.Experiment;
import org.rustos.core.timing.CostTable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A row that says it is re-priceable keeps its word: pricing its counts by another table gives to
 * the millicycle what a run under that table gives.
 */
class RepriceTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path folder;

    /** The profile with some costs changed. */
    private String changedProfile() throws IOException {
        try (InputStream in = RepriceTest.class.getResourceAsStream("/profiles/x86-zen3.json")) {
            ObjectNode profile = (ObjectNode) JSON.readTree(in);
            Map<String, Double> changes =
                    Map.of(
                            "PKEY_WRITE",
                            10.5,
                            "MODE_ENTER",
                            99.0,
                            "SAFE_RET",
                            3.0,
                            "LOAD_L2",
                            30.0);
            changes.forEach(
                    (event, cycles) ->
                            ((ObjectNode) profile.path("costs").path(event)).put("cycles", cycles));
            ((ObjectNode) profile.path("kernelInstruction")).put("cycles", 0.75);
            Path file = folder.resolve("changed.json");
            JSON.writeValue(file.toFile(), profile);
            return file.toString();
        }
    }

    private static Measured run(String cpu, String mechanism, String workload) {
        Experiment experiment =
                new Experiment(
                        cpu,
                        mechanism,
                        new TreeMap<>(),
                        workload,
                        new TreeMap<>(),
                        1,
                        20,
                        8,
                        0,
                        50_000_000);
        return (Measured) new SimulatedRun().run(experiment);
    }

    private static List<Long> totals(Measured run, CostTable prices) {
        return run.stretches().stream()
                .map(Stretch::cores)
                .map(cores -> cores.getFirst().totalMc(prices))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"syscall,file-read-hot", "direct,null-call", "ring,metadata", "channel,batch"})
    void countsUnderAnotherTableAreARunUnderThatTable(String mechanism, String workload)
            throws IOException {
        Measured before = run("x86-zen3", mechanism, workload);
        Measured after = run(changedProfile(), mechanism, workload);
        assertEquals("", before.notRepriceable());
        CostTable changed = after.profile().costs();
        assertEquals(totals(after, changed), totals(before, changed));
        assertNotEquals(totals(before, before.profile().costs()), totals(before, changed));
    }
}
