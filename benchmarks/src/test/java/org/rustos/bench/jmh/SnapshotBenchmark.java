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
import org.rustos.bench.simulation.CpuModelFinder;
import org.rustos.channels.Mechanisms;
import org.rustos.channels.Settings;
import org.rustos.channels.Simulation;
import org.rustos.core.cpu.CpuModel;
import org.rustos.core.elf.ElfReader;
import org.rustos.core.machine.Core;
import org.rustos.core.snapshot.Snapshot;
import org.rustos.kernel.KernelConfig;
import org.rustos.workloads.Parameters;
import org.rustos.workloads.Workload;
import org.rustos.workloads.Workloads;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A whole run of {@code compute-mix}, without snapshots and with one in memory each time that so
 * many more instructions of user code have run; the last two of them are kept, so that they share.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 5)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class SnapshotBenchmark {
    /** How often it is looked whether one is due. */
    private static final long STEP_MC = 500_000_000;

    /** 0: none. */
    @Param({"0", "10000000"})
    private long every;

    @Param({"x86-zen3", "riscv-cheri"})
    private String cpu;

    private Snapshot last;

    @Benchmark
    public long run() throws Exception {
        try (Simulation simulation = simulation()) {
            simulation.states();
            long taken = 0;
            Simulation.Outcome outcome = null;
            while (outcome == null) {
                outcome = simulation.runUntil(simulation.nowMc() + STEP_MC);
                if (every > 0 && instructions(simulation) / every > taken) {
                    taken++;
                    last = simulation.states().save();
                }
            }
            long all = outcome.userInstructions();
            if (outcome.exitStatus() != 0 || every > 0 && (last == null || taken < all / every)) {
                throw new IllegalStateException(taken + " snapshots: " + outcome);
            }
            return all;
        }
    }

    private static long instructions(Simulation simulation) {
        long all = 0;
        for (Core core : simulation.board().cores()) {
            all += core.hart().instructions();
        }
        return all;
    }

    private Simulation simulation() throws Exception {
        CpuModel model = CpuModelFinder.load(cpu);
        Workload workload = Workloads.load().find("compute-mix").orElseThrow();
        Parameters parameters =
                Parameters.of(
                        workload,
                        new TreeMap<>(
                                Map.of("interval", "1000000", "iterations", "10", "warmup", "1")));
        return new Simulation(
                new Simulation.Plan(
                        model,
                        Mechanisms.get("channel"),
                        new Settings(new TreeMap<>()),
                        ElfReader.read(workload.image(model.profile().isa(), "channel")),
                        workload.arguments(parameters),
                        List.of(),
                        256L << 20,
                        1,
                        false,
                        true,
                        Long.MAX_VALUE,
                        KernelConfig.DEFAULT,
                        null,
                        workload.prepare(parameters),
                        new Simulation.Streams(
                                (_, _, _) -> -1, (_, _, _) -> {}, (_, _, _) -> {}, false)));
    }
}
