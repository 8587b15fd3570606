package org.rustos.bench.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rustos.bench.result.ResultRow.Status;
import org.rustos.bench.run.FakeRunner;
import org.rustos.bench.run.Outcome;
import org.rustos.bench.suite.Experiment;

import java.math.BigDecimal;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** Samples become figures without losing a millicycle, and bad runs become failed rows. */
class StatisticsTest {
    private static Experiment experiment(String mechanism, String workload, int samples) {
        return new Experiment(
                "x86-zen3",
                mechanism,
                new TreeMap<>(),
                workload,
                new TreeMap<>(),
                1,
                samples,
                4,
                0,
                1000);
    }

    private static ResultRow row(Experiment experiment) {
        return ResultRow.of(experiment, new FakeRunner().run(experiment));
    }

    @Property(tries = 40)
    void categoriesSumExactlyToTheTotal(@ForAll @IntRange(min = 1, max = 40) int samples) {
        for (Measurement m : row(experiment("syscall", "file-read", samples)).measurements()) {
            long sum = m.categoriesMc().values().stream().mapToLong(Long::longValue).sum();
            assertEquals(m.totalMc(), sum);
            assertEquals(samples, m.samples());
        }
    }

    @Test
    void assumedPartsAreNeverMoreThanTheirWhole() {
        Measurement m = row(experiment("syscall", "null-call", 16)).headline();
        assertTrue(m.assumedMc().containsKey("validation"), "the fake path 'validate' is assumed");
        m.assumedMc().forEach((name, mc) -> assertTrue(mc <= m.categoriesMc().get(name), name));
    }

    @Test
    void theBaselineIsSubtractedFromEverySample() {
        Outcome.Measured run =
                (Outcome.Measured) new FakeRunner().run(experiment("direct", "null-call", 8));
        long raw =
                run.stretches().stream()
                        .filter(s -> s.name().equals("operation"))
                        .mapToLong(s -> s.cores().getFirst().totalMc())
                        .sum();
        Measurement m = ResultRow.of(experiment("direct", "null-call", 8), run).headline();
        assertEquals(3000, m.baselineMc());
        assertEquals(raw - 8 * 3000, m.totalMc());
    }

    @Test
    void kernelPathsAreListedAsSteps() {
        Measurement m = row(experiment("syscall", "null-call", 10)).headline();
        assertEquals(
                new TreeMap<>(java.util.Map.of("validate", 10L, "service.null", 10L)), m.steps());
    }

    @Test
    void throughputIsTheInverseOfTheMean() {
        Measurement m = row(experiment("syscall", "null-call", 10)).headline();
        BigDecimal cycles = m.cyclesPerOperation().multiply(m.operationsPerMegacycle());
        assertEquals(1_000_000.0, cycles.doubleValue(), 1_000.0);
        assertEquals(
                m.operationsPerMegacycle().doubleValue() * 3250,
                m.operationsPerSecond().doubleValue(),
                10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrong", "endless", "unstable"})
    void whatCannotBeTrustedIsAFailedRowWithoutFigures(String workload) {
        ResultRow row = row(experiment("syscall", workload, 4));
        assertEquals(Status.FAILED, row.status());
        assertEquals(List.of(), row.measurements());
        assertTrue(!row.reason().isEmpty() && !row.reason().contains("\n"), row.reason());
    }

    @Test
    void anImpossibleCellKeepsItsReason() {
        ResultRow row = row(experiment("emergency", "file-read", 4));
        assertEquals(Status.NOT_APPLICABLE, row.status());
        assertTrue(row.reason().contains("tier 3"), row.reason());
    }

    @Property
    void percentilesAreSamplesThatWereSeenAndInOrder(
            @ForAll @Size(min = 1, max = 300)
                    List<@LongRange(min = 0, max = 1_000_000) Long> samples) {
        Latency latency = Latency.of(samples);
        List<Long> figures =
                List.of(
                        latency.minMc(),
                        latency.p50Mc(),
                        latency.p90Mc(),
                        latency.p99Mc(),
                        latency.maxMc());
        assertTrue(samples.containsAll(figures));
        assertEquals(figures.stream().sorted().toList(), figures);
        long counted = latency.histogram().stream().mapToLong(pair -> pair.get(1)).sum();
        assertEquals(samples.size(), counted);
    }

    @Test
    void nearestRankOfAHundred() {
        Latency latency = Latency.of(LongStream.rangeClosed(1, 100).boxed().toList());
        assertEquals(50, latency.p50Mc());
        assertEquals(90, latency.p90Mc());
        assertEquals(99, latency.p99Mc());
        assertEquals(100, latency.maxMc());
    }
}
