package org.rustos.bench.jmh;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.rustos.bench.run.FakeProfile;
import org.rustos.core.timing.CoreTiming;

import java.util.concurrent.TimeUnit;

/** What the timing model adds to each simulated access. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TimingBenchmark {
    private static final long PAGE_MASK = 4095;

    /** Bytes that the accesses walk over: within L1, within L2, within L3. */
    @Param({"16384", "262144", "4194304"})
    private long footprint;

    private CoreTiming timing;
    private long address;

    @Setup
    public void build() {
        timing = FakeProfile.zen3Like();
    }

    private long next() {
        address += 72;
        if (address >= footprint) {
            address &= 7;
        }
        return address;
    }

    @Benchmark
    public void load() {
        long pa = next();
        timing.load(pa, 8, pa & ~PAGE_MASK);
    }

    @Benchmark
    public void store() {
        long pa = next();
        timing.store(pa, 8, pa & ~PAGE_MASK);
    }

    @Benchmark
    public void fetchBlock() {
        long pa = next() & ~63;
        timing.fetch(pa, 24, pa & ~PAGE_MASK);
    }
}
