package org.rustos.bench.validate;

import org.rustos.bench.simulation.SiliconRun;
import org.rustos.core.cpu.CpuModel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Runs every row that both sides have, and says how far the model is from silicon. */
public final class Validation {
    /**
     * What the file derives: a row, the two rows it comes from, and the factor on their difference.
     */
    private static final Map<String, List<String>> DERIVED =
            Map.of(
                    "branch_mispredict_penalty",
                    List.of("branch_random_50pct", "branch_alternating"),
                    "indirect_mispredict_penalty",
                    List.of("indirect_call_random2", "indirect_call_alternating2"));

    private static final double MISPREDICTS_PER_RANDOM_BRANCH = 0.5;

    private final CpuModel cpu;
    private final SiliconFigures silicon;
    private final Set<String> cited;

    public Validation(CpuModel cpu, SiliconFigures silicon) {
        this.cpu = cpu;
        this.silicon = silicon;
        this.cited = Citations.of(cpu.profile().document());
        this.cited.addAll(Citations.ofKernelPaths());
    }

    /** Names that can be compared, in the order of the program. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        for (String name : SiliconRun.rows()) {
            if (silicon.named(name) != null) {
                names.add(name);
            }
        }
        DERIVED.keySet().stream().sorted().forEach(names::add);
        return names;
    }

    /**
     * Runs rows on some host threads; the result does not depend on how many.
     *
     * @param progress is told the name of each finished row
     */
    public List<Row> run(List<String> names, int threads, Consumer<String> progress)
            throws InterruptedException {
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<Row>> pending = new ArrayList<>();
            for (String name : names) {
                Callable<Row> task =
                        () -> {
                            Row row = row(name);
                            progress.accept(name);
                            return row;
                        };
                pending.add(pool.submit(task));
            }
            List<Row> rows = new ArrayList<>();
            for (Future<Row> row : pending) {
                try {
                    rows.add(row.get());
                } catch (ExecutionException e) {
                    throw new IllegalStateException("a row broke the runner", e.getCause());
                }
            }
            return rows;
        }
    }

    private Row row(String name) {
        double measured = silicon.named(name);
        Row.Kind kind = kind(name);
        try {
            List<String> parts = DERIVED.get(name);
            double simulated =
                    parts == null
                            ? SiliconRun.cycles(cpu, name)
                            : (SiliconRun.cycles(cpu, parts.get(0))
                                            - SiliconRun.cycles(cpu, parts.get(1)))
                                    / MISPREDICTS_PER_RANDOM_BRANCH;
            return new Row(name, kind, simulated, measured, "");
        } catch (SiliconRun.BrokenRowException e) {
            return new Row(name, kind, Double.NaN, measured, e.getMessage());
        }
    }

    private Row.Kind kind(String name) {
        if (SiliconFigures.neverFitted(name)) {
            return Row.Kind.NEVER_FITTED;
        }
        if (cpu.profile().fitted().contains(name)) {
            return Row.Kind.FITTED;
        }
        return cited.contains(name) ? Row.Kind.SOURCE : Row.Kind.FREE;
    }

    /** Median of the absolute errors of a kind, NaN if there is none. */
    public static double medianError(List<Row> rows, Row.Kind kind) {
        return median(
                rows.stream()
                        .filter(row -> row.kind() == kind && !row.failed())
                        .mapToDouble(row -> Math.abs(row.error()))
                        .toArray());
    }

    /** The median, between the two in the middle if their number is even; NaN of nothing. */
    static double median(double[] values) {
        if (values.length == 0) {
            return Double.NaN;
        }
        double[] sorted = Arrays.stream(values).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
