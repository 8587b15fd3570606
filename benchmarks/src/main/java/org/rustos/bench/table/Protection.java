package org.rustos.bench.table;

import org.rustos.bench.attack.Attack;
import org.rustos.bench.attack.Finding;
import org.rustos.bench.attack.Finding.Outcome;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one line keeps of each property when it is attacked. A property counts once, however many
 * attacks try it, and an attack ends as its worst configuration does; so many ways to try the same
 * thing weigh no more than one, and a defence that is off by default is no defence. A line whose
 * isolation broke keeps nothing: what checks the other properties lies in the memory that was
 * reached.
 *
 * @param properties in the order of the attack table; those that nothing tries are there too
 * @param judged properties that enough attacks try
 * @param keptPercent mean over the judged properties of the share of attacks that were blocked; 0
 *     if isolation broke, -1 if too little applies to be compared
 */
public record Protection(List<Kept> properties, int judged, double keptPercent) {
    /** Fewer attacks than this say nothing of a property: one may miss its point. */
    static final int LEAST_ATTACKS = 2;

    private static final double HUNDRED = 100.0;

    /** The property that decides whether a line may be called isolating. */
    private static final String ISOLATION = "isolation";

    /** Outcomes from harmless to worst. */
    private static final List<Outcome> WORSE =
            List.of(Outcome.BLOCKED, Outcome.DETECTED_LATE, Outcome.SUCCEEDS);

    /**
     * One property.
     *
     * @param attacks that apply, each with its worst end
     */
    public record Kept(String property, int applying, int blocked, List<End> attacks) {
        boolean judged() {
            return applying >= LEAST_ATTACKS;
        }
    }

    /** How an attack ended in its worst configuration. */
    public record End(String attack, String outcome, String configuration, String where) {}

    public Protection {
        properties = List.copyOf(properties);
    }

    /** Whether every attack on the machine's isolation that applies was blocked. */
    boolean isolates() {
        return isolates(properties);
    }

    private static boolean isolates(List<Kept> properties) {
        return properties.stream()
                .noneMatch(p -> p.property().equals(ISOLATION) && p.blocked() < p.applying());
    }

    /**
     * Judges one line.
     *
     * @param findings of all lines
     * @param comparable how many judged properties make a line comparable with others
     */
    static Protection of(
            Line line, String cpu, List<Attack> attacks, List<Finding> findings, int comparable) {
        Map<String, List<End>> byProperty = new LinkedHashMap<>();
        for (Attack attack : attacks) {
            List<End> ends = byProperty.computeIfAbsent(attack.property(), _ -> new ArrayList<>());
            Finding worst = worst(line, cpu, attack.id(), findings);
            if (worst != null) {
                ends.add(
                        new End(
                                attack.id(),
                                worst.outcome().word(),
                                worst.configuration().id(),
                                worst.where()));
            }
        }
        List<Kept> kept = new ArrayList<>();
        byProperty.forEach(
                (property, ends) -> kept.add(new Kept(property, ends.size(), blocked(ends), ends)));
        List<Kept> judged = kept.stream().filter(Kept::judged).toList();
        double share =
                judged.stream()
                        .mapToDouble(p -> (double) p.blocked() / p.applying())
                        .average()
                        .orElse(0);
        double worth = isolates(kept) ? share * HUNDRED : 0;
        boolean ranked = !judged.isEmpty() && judged.size() >= comparable;
        return new Protection(kept, judged.size(), ranked ? worth : -1);
    }

    private static int blocked(List<End> ends) {
        return (int) ends.stream().filter(e -> e.outcome().equals(Outcome.BLOCKED.word())).count();
    }

    /** Where nothing was weakened; null if the attack does not apply. */
    private static Finding worst(Line line, String cpu, String attack, List<Finding> findings) {
        List<Finding> own =
                findings.stream()
                        .filter(f -> f.attack().equals(attack))
                        .filter(f -> f.mechanism().equals(line.mechanism()))
                        .filter(f -> f.cpu().equals(cpu))
                        .filter(f -> !f.configuration().weakened())
                        .filter(f -> WORSE.contains(f.outcome()))
                        .toList();
        List<Finding> exact =
                own.stream().filter(f -> line.isConfiguration(f.configuration().id())).toList();
        Finding worst = null;
        for (Finding finding : exact.isEmpty() ? own : exact) {
            if (worst == null
                    || WORSE.indexOf(finding.outcome()) > WORSE.indexOf(worst.outcome())) {
                worst = finding;
            }
        }
        return worst;
    }

    /** Properties that two or more attacks try on this CPU over any mechanism. */
    static int triable(String cpu, List<Attack> attacks, List<Finding> findings) {
        Map<String, Set<String>> tried = new LinkedHashMap<>();
        for (Attack attack : attacks) {
            boolean applies =
                    findings.stream()
                            .anyMatch(
                                    f ->
                                            f.attack().equals(attack.id())
                                                    && f.cpu().equals(cpu)
                                                    && WORSE.contains(f.outcome()));
            if (applies) {
                tried.computeIfAbsent(attack.property(), _ -> new TreeSet<>()).add(attack.id());
            }
        }
        return (int) tried.values().stream().filter(ids -> ids.size() >= LEAST_ATTACKS).count();
    }
}
