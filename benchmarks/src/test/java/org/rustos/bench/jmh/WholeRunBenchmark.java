package org.rustos.bench.jmh;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.rustos.bench.run.Outcome;
import org.rustos.bench.simulation.SimulatedRun;
import org.rustos.bench.suite.Experiment;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A whole run, from an empty machine to its outcome: the hart loop with timing under user work
 * ({@code compute-mix}) and the crossing under empty calls ({@code null-call}).
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 5)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class WholeRunBenchmark {
    @Param({"null-call", "compute-mix"})
    private String workload;

    @Param("x86-zen3")
    private String cpu;

    private final SimulatedRun runner = new SimulatedRun();

    @Benchmark
    public long run() {
        Experiment experiment =
                new Experiment(
                        cpu,
                        "syscall",
                        new TreeMap<>(),
                        workload,
                        workload.equals("compute-mix")
                                ? new TreeMap<>(Map.of("interval", "10000"))
                                : new TreeMap<>(),
                        1,
                        workload.equals("compute-mix") ? 20 : 10_000,
                        1,
                        1,
                        1_000_000_000);
        return switch (runner.run(experiment)) {
            case Outcome.Measured run when run.finished() && run.verified() -> run.instructions();
            case Outcome other -> throw new IllegalStateException(other.toString());
        };
    }
}
