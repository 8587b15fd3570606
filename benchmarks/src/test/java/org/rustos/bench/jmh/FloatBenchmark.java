package org.rustos.bench.jmh;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.rustos.cpu.riscv.fp.FloatArithmetic;
import org.rustos.cpu.riscv.fp.FloatFormat;
import org.rustos.cpu.riscv.fp.FloatStatus;
import org.rustos.cpu.riscv.op.DoubleOps;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * What exact flags cost a RISC-V double: the host's unit with its checks beside our own arithmetic,
 * on numbers that round (the flag is set after the first) and on integers (it never is). Run as a
 * program it prints the ratios.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class FloatBenchmark {
    private static final int COUNT = 1024;
    private static final int MODE = FloatFormat.NEAREST_EVEN;

    private final long[] a = new long[COUNT];
    private final long[] b = new long[COUNT];
    private final FloatStatus status = new FloatStatus();

    /** Whether results round. */
    @Param({"true", "false"})
    public boolean inexact;

    @Setup
    public void numbers() {
        Random random = new Random(3);
        for (int i = 0; i < COUNT; i++) {
            a[i] = number(random);
            b[i] = number(random);
        }
    }

    private long number(Random random) {
        double value = inexact ? random.nextDouble() + 1 : random.nextInt(1, 1000);
        return Double.doubleToRawLongBits(value);
    }

    @Benchmark
    @OperationsPerInvocation(COUNT)
    public long addHost() {
        long sum = 0;
        for (int i = 0; i < COUNT; i++) {
            sum = DoubleOps.fadd(sum, a[i], MODE, status);
        }
        return sum;
    }

    @Benchmark
    @OperationsPerInvocation(COUNT)
    public long addOwn() {
        long sum = 0;
        for (int i = 0; i < COUNT; i++) {
            sum = FloatArithmetic.add(FloatFormat.BINARY64, sum, a[i], MODE, status);
        }
        return sum;
    }

    @Benchmark
    @OperationsPerInvocation(COUNT)
    public long mulHost() {
        long all = 0;
        for (int i = 0; i < COUNT; i++) {
            all ^= DoubleOps.fmul(a[i], b[i], MODE, status);
        }
        return all;
    }

    @Benchmark
    @OperationsPerInvocation(COUNT)
    public long mulOwn() {
        long all = 0;
        for (int i = 0; i < COUNT; i++) {
            all ^= FloatArithmetic.multiply(FloatFormat.BINARY64, a[i], b[i], MODE, status);
        }
        return all;
    }

    @Benchmark
    @OperationsPerInvocation(COUNT)
    public long fmaHost() {
        long sum = 0;
        for (int i = 0; i < COUNT; i++) {
            sum = DoubleOps.fmadd(a[i], b[i], sum, MODE, status);
        }
        return sum;
    }

    @Benchmark
    @OperationsPerInvocation(COUNT)
    public long fmaOwn() {
        long sum = 0;
        for (int i = 0; i < COUNT; i++) {
            sum = FloatArithmetic.fused(FloatFormat.BINARY64, a[i], b[i], sum, MODE, status);
        }
        return sum;
    }

    /** Runs all and prints how many times faster the host's unit is. */
    public static void main(String[] arguments) throws RunnerException {
        Map<String, Double> own = new HashMap<>();
        Map<String, Double> host = new TreeMap<>();
        String name = FloatBenchmark.class.getSimpleName();
        for (RunResult run : new Runner(new OptionsBuilder().include(name).build()).run()) {
            String label = run.getPrimaryResult().getLabel();
            String key = " inexact=" + run.getParams().getParam("inexact");
            (label.endsWith("Host") ? host : own)
                    .put(label.substring(0, 3) + key, run.getPrimaryResult().getScore());
        }
        host.forEach(
                (key, score) ->
                        System.out.printf(
                                "%s: %.2f ns, own arithmetic %.2f ns, ratio %.1f%n",
                                key, score, own.get(key), own.get(key) / score));
    }
}
