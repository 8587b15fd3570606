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

    private Statistics(Measured run, Account baseline) {
        this.profile = run.profile();
        this.assumptions = new Assumptions(run.profile(), run.paths());
        this.baseline = baseline;
    }

    /**
     * All measurements of a run, the headline first.
     *
     * @throws Baseline.UnusableException saying why nothing can be said
     */
    static List<Measurement> of(Measured run) {
        Map<String, List<Stretch>> kinds = new LinkedHashMap<>();
        for (Stretch stretch : run.stretches()) {
            kinds.computeIfAbsent(stretch.name(), _ -> new ArrayList<>()).add(stretch);
        }
        if (kinds.isEmpty()) {
            throw new Baseline.UnusableException("the program has measured nothing");
        }
        Statistics statistics = new Statistics(run, Baseline.of(run.empties()));
        List<Measurement> all = new ArrayList<>();
        kinds.forEach((name, stretches) -> all.add(statistics.measurement(name, stretches)));
        return all;
    }

    private Measurement measurement(String name, List<Stretch> stretches) {
        List<Long> samples = new ArrayList<>();
        long operations = 0;
        Account sum = null;
        Account others = null;
        for (Stretch stretch : stretches) {
            Account net = stretch.cores().getFirst().minus(baseline);
            samples.add(perOperation(name, stretch));
            operations += stretch.operations();
            sum = sum == null ? net : sum.plus(net);
            for (Account other : stretch.cores().subList(1, stretch.cores().size())) {
                others = others == null ? other : others.plus(other);
            }
        }
        SortedMap<String, Long> categories = categories(sum);
        BigDecimal count = BigDecimal.valueOf(operations);
        BigDecimal total = BigDecimal.valueOf(Math.max(1, sum.totalMc()));
        return new Measurement(
                name,
                stretches.size(),
                operations,
                baseline.totalMc(),
                Latency.of(samples),
                sum.totalMc(),
                Figures.cyclesPerOperation(sum.totalMc(), operations),
                count.multiply(MC_PER_MEGACYCLE).divide(total, 3, RoundingMode.HALF_UP),
                count.multiply(MC_PER_GIGACYCLE)
                        .multiply(BigDecimal.valueOf(profile.gigahertz()))
                        .divide(total, 0, RoundingMode.HALF_UP),
                sum.count(Event.INSTRUCTION),
                sum.kernelInstructions(),
                categories,
                assumptions.of(sum, categories),
                events(sum),
                others == null ? sum.pathRuns() : sum.plus(others).pathRuns(),
                otherCores(stretches.getFirst().cores().size() - 1, others));
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
