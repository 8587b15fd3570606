package org.rustos.bench.attack;

import org.rustos.channels.Mechanism;
import org.rustos.kernel.Flaw;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What one forgotten check gives away under each mechanism: every attack that an unweakened kernel
 * stops is run again on kernels that forget one of the checks that it came by.
 *
 * <p>A run that never came by a check is the same run without it, so nothing is left out.
 */
public final class BlastRadius {
    private final List<Attack> attacks;
    private final List<Mechanism> mechanisms;
    private final List<String> cpus;

    /**
     * An attack that a check stops and nothing else does.
     *
     * @param obtained what it has without the check, in the words of a finding
     */
    public record Gain(String attack, String configuration, String obtained) {}

    /**
     * One check under one mechanism.
     *
     * @param reached runs that came by the check
     * @param gains what they obtained without it and did not obtain with it
     */
    public record Cell(Flaw flaw, String mechanism, String cpu, int reached, List<Gain> gains) {
        public Cell {
            gains = List.copyOf(gains);
        }
    }

    public BlastRadius(List<Attack> attacks, List<Mechanism> mechanisms, List<String> cpus) {
        this.attacks = List.copyOf(attacks);
        this.mechanisms = List.copyOf(mechanisms);
        this.cpus = List.copyOf(cpus);
    }

    /** What one trial found about one check. */
    private record Probe(Flaw flaw, Gain gain) {}

    /**
     * Runs all.
     *
     * @param jobs machines at a time
     * @return for each CPU model and check, the mechanisms in order
     */
    public List<Cell> run(int jobs) throws InterruptedException {
        List<Future<List<Probe>>> probes = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(jobs)) {
            for (String cpu : cpus) {
                for (Mechanism mechanism : mechanisms) {
                    for (Attack attack : attacks) {
                        probes.add(
                                pool.submit(
                                        () ->
                                                probe(
                                                        attack,
                                                        Target.of(
                                                                cpu,
                                                                mechanism,
                                                                AttackSuite.SEED))));
                    }
                }
            }
        }
        List<Cell> cells = new ArrayList<>();
        int next = 0;
        for (String cpu : cpus) {
            Map<Flaw, List<Cell>> byFlaw = new EnumMap<>(Flaw.class);
            for (Mechanism mechanism : mechanisms) {
                List<Probe> all = new ArrayList<>();
                for (int i = 0; i < attacks.size(); i++) {
                    all.addAll(AttackSuite.result(probes.get(next++)));
                }
                for (Flaw flaw : Flaw.values()) {
                    byFlaw.computeIfAbsent(flaw, _ -> new ArrayList<>())
                            .add(cell(flaw, mechanism.id(), cpu, all));
                }
            }
            byFlaw.values().forEach(cells::addAll);
        }
        return List.copyOf(cells);
    }

    private static Cell cell(Flaw flaw, String mechanism, String cpu, List<Probe> probes) {
        List<Probe> mine = probes.stream().filter(probe -> probe.flaw() == flaw).toList();
        List<Gain> gains =
                mine.stream().map(Probe::gain).filter(gain -> gain != null).distinct().toList();
        return new Cell(flaw, mechanism, cpu, mine.size(), gains);
    }

    private static List<Probe> probe(Attack attack, Target target) {
        List<Probe> probes = new ArrayList<>();
        if (target.mechanism().notApplicable(target.cpu().profile()) != null) {
            return probes;
        }
        for (Trial trial : attack.trials()) {
            boolean whole = !trial.configuration().weakened() && !trial.compares();
            if (whole && trial.applies(target.isa(), target.mechanism().id())) {
                probe(attack, target, trial, probes);
            }
        }
        return probes;
    }

    private static void probe(Attack attack, Target target, Trial trial, List<Probe> probes) {
        Evidence whole = target.attack(trial);
        if (Judge.of(whole).outcome().obtains()) {
            return;
        }
        for (Flaw flaw : whole.reached()) {
            Configuration flawed = trial.configuration().forgetting(flaw);
            Judge.Verdict verdict = Judge.of(target.attack(trial.in(flawed)));
            Gain gain =
                    verdict.outcome().obtains()
                            ? new Gain(attack.id(), trial.configuration().id(), verdict.where())
                            : null;
            probes.add(new Probe(flaw, gain));
        }
    }
}
