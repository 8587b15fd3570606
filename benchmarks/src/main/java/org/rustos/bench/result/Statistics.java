package org.rustos.bench.result;

import org.rustos.bench.run.Outcome.Measured;
import org.rustos.bench.run.Outcome.Stretch;
import org.rustos.core.cpu.CpuProfile;
import org.rustos.core.timing.Account;
import org.rustos.core.timing.Category;
import org.rustos.core.timing.Event;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Turns the raw accounts of a run into measurements, one for each kind of stretch. */
final class Statistics {
    private static final BigDecimal MC_PER_MEGACYCLE = BigDecimal.valueOf(1_000_000_000L);
    private static final BigDecimal MC_PER_GIGACYCLE = MC_PER_MEGACYCLE.movePointRight(3);

    private final CpuProfile profile;
    private final Assumptions assumptions;
    private final Account baseline;
    private final int warmup;

    private Statistics(Measured run, int warmup) {
        this.profile = run.profile();
        this.assumptions = new Assumptions(run.profile(), run.kernelPaths());
        this.baseline = Baseline.of(run.empties());
        this.warmup = warmup;
    }

    /**
     * All measurements of a run, the headline first.
     *
     * @param warmup samples of each kind to leave out
     * @throws Baseline.UnusableException saying why nothing can be said
     */
    static List<Measurement> of(Measured run, int warmup) {
        Map<String, List<Stretch>> kinds = new LinkedHashMap<>();
        for (Stretch stretch : run.stretches()) {
            kinds.computeIfAbsent(stretch.name(), _ -> new ArrayList<>()).add(stretch);
        }
        if (kinds.isEmpty()) {
            throw new Baseline.UnusableException("the program has measured nothing");
        }
        Statistics statistics = new Statistics(run, warmup);
        List<Measurement> all = new ArrayList<>();
        kinds.forEach((name, stretches) -> all.add(statistics.measurement(name, stretches)));
        return all;
    }

    private Measurement measurement(String name, List<Stretch> stretches) {
        if (stretches.size() <= warmup) {
            throw new Baseline.UnusableException(
                    "'"
                            + name
                            + "' has "
                            + stretches.size()
                            + " samples and "
                            + warmup
                            + " of warm-up; nothing is left to count");
        }
        List<Stretch> counted = stretches.subList(warmup, stretches.size());
        List<Long> samples = new ArrayList<>();
        long operations = 0;
        Account sum = null;
        Account others = null;
        SortedMap<String, Long> steps = new TreeMap<>();
        for (Stretch stretch : counted) {
            Account net = stretch.cores().getFirst().minus(baseline);
            samples.add(perOperation(name, stretch));
            operations += stretch.operations();
            sum = sum == null ? net : sum.plus(net);
            for (Account other : stretch.cores().subList(1, stretch.cores().size())) {
                others = others == null ? other : others.plus(other);
            }
            stretch.paths().forEach((path, times) -> steps.merge(path, times, Long::sum));
        }
        SortedMap<String, Long> categories = categories(sum);
        BigDecimal count = BigDecimal.valueOf(operations);
        BigDecimal total = BigDecimal.valueOf(Math.max(1, sum.totalMc()));
        return new Measurement(
                name,
                counted.size(),
                operations,
                baseline.totalMc(),
                Latency.of(samples, perOperation(name, stretches.getFirst())),
                sum.totalMc(),
                Figures.cyclesPerOperation(sum.totalMc(), operations),
                count.multiply(MC_PER_MEGACYCLE).divide(total, 3, RoundingMode.HALF_UP),
                count.multiply(MC_PER_GIGACYCLE)
                        .multiply(BigDecimal.valueOf(profile.gigahertz()))
                        .divide(total, 0, RoundingMode.HALF_UP),
                sum.count(Event.INSTRUCTION),
                sum.kernelInstructions(),
                categories,
                assumptions.of(sum, steps, categories),
                events(sum),
                steps,
                otherCores(counted.getFirst().cores().size() - 1, others));
    }

    private long perOperation(String name, Stretch stretch) {
        if (stretch.operations() < 1) {
            throw new Baseline.UnusableException("'" + name + "' has a sample of no operation");
        }
        long mc = stretch.cores().getFirst().totalMc() - baseline.totalMc();
        if (mc < 0) {
            throw new Baseline.UnusableException(
                    "'" + name + "' has a sample shorter than an empty marker pair");
        }
        return Figures.divide(mc, stretch.operations());
    }

    private static SortedMap<String, Long> categories(Account account) {
        SortedMap<String, Long> categories = new TreeMap<>();
        long sum = 0;
        for (Category category : Category.values()) {
            long mc = account.categoryMc(category);
            sum += mc;
            if (mc != 0) {
                categories.put(category.label(), mc);
            }
        }
        if (sum != account.totalMc()) {
            throw new IllegalStateException(
                    "categories sum to " + sum + " mc but the clock moved " + account.totalMc());
        }
        return categories;
    }

    private static SortedMap<String, Long> events(Account account) {
        SortedMap<String, Long> events = new TreeMap<>();
        for (Event event : Event.values()) {
            if (account.count(event) != 0) {
                events.put(event.name(), account.count(event));
            }
        }
        return events;
    }

    private static Measurement.OtherCores otherCores(int cores, Account others) {
        if (others == null) {
            return new Measurement.OtherCores(0, 0, new TreeMap<>());
        }
        return new Measurement.OtherCores(
                cores, others.totalMc() - others.categoryMc(Category.IDLE), categories(others));
    }
}
