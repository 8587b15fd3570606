package org.rustos.bench.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rustos.bench.result.CanonicalJson;
import org.rustos.bench.result.ResultRow;
import org.rustos.bench.result.ResultRow.Status;
import org.rustos.bench.run.Outcome;
import org.rustos.bench.suite.Experiment;
import org.rustos.bench.suite.Suites;

import java.util.Map;
import java.util.TreeMap;

/** Experiments on the simulator itself: short ones, but through engine, kernel and mechanism. */
class SimulatedRunTest {
    private final SimulatedRun runner = new SimulatedRun();

    private static Experiment experiment(
            String mechanism, Map<String, String> options, String workload, int samples) {
        return new Experiment(
                "x86-zen3",
                mechanism,
                new TreeMap<>(options),
                workload,
                new TreeMap<>(),
                1,
                samples,
                8,
                0,
                50_000_000);
    }

    private ResultRow row(Experiment experiment) {
        return ResultRow.of(experiment, runner.run(experiment));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "syscall",
                "ring",
                "fast-syscall",
                "unikernel",
                "direct",
                "channel",
                "emergency",
                "rustos"
            })
    void everyMechanismCarriesTheEmptyOperationTheSameTwice(String mechanism) {
        Experiment experiment = experiment(mechanism, Map.of(), "null-call", 12);
        ResultRow first = row(experiment);
        assertEquals(Status.MEASURED, first.status(), first.reason());
        assertEquals(12, first.headline().samples());
        assertTrue(first.repriceable(), first.notRepriceable());
        assertEquals(CanonicalJson.write(first), CanonicalJson.write(row(experiment)));
    }

    @Test
    void aPollingKernelThreadIsCountedBesideTheLatency() {
        ResultRow row = row(experiment("ring", Map.of("poll", "1"), "null-call", 12));
        assertEquals(Status.MEASURED, row.status(), row.reason());
        assertEquals(1, row.headline().otherCores().cores());
        assertTrue(row.headline().otherCores().busyMc() > 0);
        assertTrue(row.notRepriceable().contains("more than one core"), row.notRepriceable());
    }

    @Test
    void whatBringsDataIsMeasuredAloneAndWithItsUse() {
        ResultRow row = row(experiment("direct", Map.of(), "file-read-hot", 12));
        assertEquals(2, row.measurements().size());
        assertTrue(
                row.measurements().get(1).totalMc() > row.measurements().get(0).totalMc(),
                "the use of every byte costs cycles");
    }

    @Test
    void anImpossibleCellSaysWhy() {
        Outcome outcome = runner.run(experiment("emergency", Map.of(), "file-read", 4));
        Outcome.NotApplicable none = assertInstanceOf(Outcome.NotApplicable.class, outcome);
        assertTrue(none.reason().contains("tier 3"), none.reason());
    }

    @Test
    void aLimitIsAFailedRow() {
        Experiment full = experiment("syscall", Map.of(), "null-call", 12);
        ResultRow row =
                row(
                        new Experiment(
                                full.cpu(),
                                full.mechanism(),
                                full.options(),
                                full.workload(),
                                full.parameters(),
                                full.seed(),
                                full.samples(),
                                full.warmup(),
                                full.cores(),
                                1000));
        assertEquals(Status.FAILED, row.status());
        assertEquals("did not finish: the limit of simulated cycles was reached", row.reason());
    }

    @ParameterizedTest
    @ValueSource(strings = {"quick", "tiers"})
    void theBundledSuitesNameOnlyWhatExists(String suite) {
        assertTrue(Suites.load(suite, runner.catalogue()).experiments().size() > 30);
    }
}
