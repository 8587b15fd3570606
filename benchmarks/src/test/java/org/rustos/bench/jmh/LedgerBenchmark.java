package org.rustos.bench.jmh;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.rustos.bench.run.FakeProfile;
import org.rustos.core.timing.CoreTiming;
import org.rustos.core.timing.CycleLedger;
import org.rustos.core.timing.Event;
import org.rustos.core.timing.KernelPath;

import java.util.concurrent.TimeUnit;

/** What an event, a kernel path and a snapshot of all accounts cost. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LedgerBenchmark {
    private CoreTiming timing;
    private CycleLedger ledger;
    private KernelPath path;

    @Setup
    public void build() {
        timing = FakeProfile.zen3Like();
        ledger = timing.ledger();
        path = FakeProfile.paths().getFirst();
    }

    @Benchmark
    public void countEvent() {
        ledger.count(Event.LOAD_L2);
    }

    @Benchmark
    public void kernelPath() {
        timing.run(path);
    }

    @Benchmark
    public long account() {
        return ledger.account().totalMc();
    }
}
