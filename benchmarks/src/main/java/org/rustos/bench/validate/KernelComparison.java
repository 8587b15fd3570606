package org.rustos.bench.validate;

import com.fasterxml.jackson.databind.JsonNode;

import org.rustos.bench.simulation.KernelRun;
import org.rustos.bench.simulation.SiliconRun.BrokenRowException;
import org.rustos.core.cpu.CpuModel;
import org.rustos.workloads.program.ComputeKernels;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Whole kernels on the host and on its model: the rows of a file judge single costs, these judge
 * how the costs work together.
 */
public final class KernelComparison {
    /**
     * The host's samples are taken in rounds over all kernels, a process for each: strangers on the
     * core's other hardware thread and the luck of page placement change from second to second.
     */
    private static final int ROUNDS = 6;

    private static final int HOST_SAMPLES = 20;
    private static final int MODEL_SAMPLES = 3;

    /**
     * Disturbances only ever add cycles, so a low percentile is what the core does when left alone.
     */
    private static final int PERCENT = 10;

    /** How often a kernel is reported as progress. */
    public static final int STEPS = ROUNDS + 1;

    private final CpuModel cpu;

    public KernelComparison(CpuModel cpu) {
        this.cpu = cpu;
    }

    public static List<String> names() {
        return ComputeKernels.names();
    }

    /**
     * Why no kernel can be started on this host, or empty.
     *
     * @param profile the profile's document
     */
    public static String refusal(JsonNode profile) throws InterruptedException {
        String reason = NativeHost.refusal(profile);
        if (!reason.isEmpty()) {
            return reason;
        }
        try (NativeKernel host = new NativeKernel()) {
            return host.refusal();
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    /**
     * Runs kernels, first all on the host, one after the other, so that the simulator does not
     * disturb them.
     *
     * @param threads of this host that simulate
     * @param progress is told the name of a kernel {@link #STEPS} times
     */
    public List<KernelRow> run(List<String> names, int threads, Consumer<String> progress)
            throws InterruptedException {
        Map<String, HostSide> measured = measure(names, progress);
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<KernelRow>> pending = new ArrayList<>();
            for (String name : names) {
                Callable<KernelRow> task =
                        () -> {
                            KernelRow row = row(name, measured.get(name));
                            progress.accept(name);
                            return row;
                        };
                pending.add(pool.submit(task));
            }
            List<KernelRow> rows = new ArrayList<>();
            for (Future<KernelRow> row : pending) {
                rows.add(row.get());
            }
            return rows;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a kernel broke the runner", e.getCause());
        }
    }

    /** What a host made of a kernel: samples so far, or a problem. */
    private record HostSide(KernelTimes times, String problem) {
        HostSide and(KernelTimes later) {
            if (times == null) {
                return new HostSide(later, problem);
            }
            return later.agreesWith(times)
                    ? new HostSide(times.and(later), problem)
                    : new HostSide(times, "two runs on the host computed different results");
        }
    }

    private static Map<String, HostSide> measure(List<String> names, Consumer<String> progress)
            throws InterruptedException {
        Map<String, HostSide> measured = new LinkedHashMap<>();
        names.forEach(name -> measured.put(name, new HostSide(null, "")));
        try (NativeKernel host = new NativeKernel()) {
            for (int round = 0; round < ROUNDS; round++) {
                for (String name : names) {
                    HostSide before = measured.get(name);
                    try {
                        measured.put(name, before.and(host.run(name, HOST_SAMPLES)));
                    } catch (IOException e) {
                        measured.put(name, new HostSide(before.times, e.getMessage()));
                    }
                    progress.accept(name);
                }
            }
        } catch (IOException e) {
            names.forEach(name -> measured.put(name, new HostSide(null, e.getMessage())));
        }
        return measured;
    }

    private KernelRow row(String name, HostSide side) {
        if (!side.problem.isEmpty()) {
            return KernelRow.failed(name, side.problem);
        }
        KernelTimes host = side.times;
        try {
            KernelRun.Result model = KernelRun.run(cpu, name, MODEL_SAMPLES);
            KernelTimes printed = KernelTimes.parse(model.output());
            if (!printed.agreesWith(host)) {
                return KernelRow.failed(name, "the model computes another result than the host");
            }
            double measured = host.percentile(PERCENT);
            return new KernelRow(
                    name,
                    printed.median(model.cycles()),
                    measured,
                    host.samples().size(),
                    host.percentile(50) / measured - 1,
                    "");
        } catch (BrokenRowException | IllegalArgumentException e) {
            return KernelRow.failed(name, e.getMessage());
        }
    }

    /** Median of the absolute errors, NaN if no kernel ran. */
    public static double medianError(List<KernelRow> rows) {
        return Validation.median(
                rows.stream()
                        .filter(row -> !row.failed())
                        .mapToDouble(row -> Math.abs(row.error()))
                        .toArray());
    }
}
