package org.rustos.cli.run;

import org.rustos.channels.Simulation;
import org.rustos.core.timing.Account;
import org.rustos.core.timing.Category;
import org.rustos.core.timing.Event;
import org.rustos.kernel.linux.CallTotal;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The deterministic figures of a run: equal on every host, for equal inputs.
 *
 * @param timed false if cycles only count instructions ({@code --no-timing})
 * @param elapsedMc clock of the core that came farthest, millicycles
 * @param coresMc clock of each core, by id
 * @param categoriesMc where the cycles of all cores went; sums exactly to the sum of {@code
 *     coresMc}
 * @param events of all cores; those that never happened are left out
 * @param counters of the mechanism
 * @param calls Linux system calls by name; empty if the guest makes none
 */
record RunStatistics(
        boolean timed,
        double gigahertz,
        long userInstructions,
        long kernelInstructions,
        long elapsedMc,
        List<Long> coresMc,
        Map<Category, Long> categoriesMc,
        Map<Event, Long> events,
        SortedMap<String, Long> counters,
        SortedMap<String, CallTotal> calls) {

    static RunStatistics of(
            Simulation.Outcome outcome,
            double gigahertz,
            boolean timed,
            SortedMap<String, CallTotal> calls) {
        Account all = outcome.total().stream().reduce(Account::plus).orElseThrow();
        Map<Category, Long> categories = new EnumMap<>(Category.class);
        for (Category category : Category.values()) {
            if (all.categoryMc(category) != 0) {
                categories.put(category, all.categoryMc(category));
            }
        }
        Map<Event, Long> events = new EnumMap<>(Event.class);
        for (Event event : Event.values()) {
            if (all.count(event) != 0) {
                events.put(event, all.count(event));
            }
        }
        List<Long> cores = outcome.total().stream().map(Account::totalMc).toList();
        return new RunStatistics(
                timed,
                gigahertz,
                outcome.userInstructions(),
                all.kernelInstructions(),
                cores.stream().mapToLong(Long::longValue).max().orElse(0),
                cores,
                categories,
                events,
                outcome.counters(),
                calls);
    }

    /** Sum over all cores, idle time included. */
    long coreMc() {
        return coresMc.stream().mapToLong(Long::longValue).sum();
    }

    /** User and kernel instructions per core cycle that was not idle. */
    BigDecimal instructionsPerCycle() {
        long busyMc = coreMc() - categoriesMc.getOrDefault(Category.IDLE, 0L);
        return busyMc == 0
                ? BigDecimal.ZERO
                : BigDecimal.valueOf(userInstructions + kernelInstructions)
                        .multiply(BigDecimal.valueOf(1000))
                        .divide(BigDecimal.valueOf(busyMc), 3, RoundingMode.HALF_UP);
    }

    /** Simulated time of the run. */
    BigDecimal nanoseconds() {
        return cycles(elapsedMc).divide(BigDecimal.valueOf(gigahertz), 1, RoundingMode.HALF_UP);
    }

    /** Exact cycles, without zeros behind the point. */
    static BigDecimal cycles(long mc) {
        BigDecimal cycles = BigDecimal.valueOf(mc, 3).stripTrailingZeros();
        return cycles.scale() < 0 ? cycles.setScale(0) : cycles;
    }
}
