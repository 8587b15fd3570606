package org.rustos.bench.jmh;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.rustos.core.timing.Cache;
import org.rustos.core.timing.Tlb;

import java.util.concurrent.TimeUnit;

/** The tag lookups behind every simulated load: the usual hit, the hit that ages, the miss. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CacheBenchmark {
    private static final int SETS = 64;

    private final Cache cache = new Cache(new Cache.Geometry(32 << 10, 8));
    private final Tlb tlb = new Tlb(new Tlb.Geometry(64, 2048, 8));
    private long line;
    private long tag;

    /** What the harness alone costs. */
    @Benchmark
    public long baseline() {
        return line++;
    }

    /** The line that was used last in its set. */
    @Benchmark
    public boolean hitMostRecent() {
        return cache.hit(7) || cache.fill(7) == 0;
    }

    /** Two lines of one set in turn: each hit moves tags. */
    @Benchmark
    public boolean hitSecondWay() {
        line ^= SETS;
        return cache.hit(line) || cache.fill(line) == 0;
    }

    /** A stream that never hits. */
    @Benchmark
    public long missAndFill() {
        line++;
        return cache.hit(line) ? 0 : cache.fill(line);
    }

    /** The test that nearly every access ends with. */
    @Benchmark
    public boolean tlbQuick() {
        return tlb.quick(5) || tlb.lookup(5) == Tlb.Level.FIRST;
    }

    /** More pages than the first level holds. */
    @Benchmark
    public boolean tlbSecondLevel() {
        tag = (tag + 1) & 127;
        return tlb.quick(tag) || tlb.lookup(tag) == Tlb.Level.SECOND;
    }
}
