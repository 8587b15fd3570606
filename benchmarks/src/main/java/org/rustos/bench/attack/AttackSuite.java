package org.rustos.bench.attack;

import org.rustos.bench.attack.Finding.Outcome;
import org.rustos.channels.Mechanism;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;

/**
 * Runs attacks against mechanisms and CPU models, each on a machine of its own; the findings come
 * in the order of the table, whatever the number of jobs.
 */
public final class AttackSuite {
    /** The seed of every machine: an attack can be replayed. */
    static final long SEED = 1;

    private final List<Attack> attacks;
    private final List<Mechanism> mechanisms;
    private final List<String> cpus;
    private final boolean untilBoth;

    /**
     * @param untilBoth ends an attack as soon as it has succeeded somewhere and was blocked
     *     somewhere: all that is asked of it
     */
    public AttackSuite(
            List<Attack> attacks,
            List<Mechanism> mechanisms,
            List<String> cpus,
            boolean untilBoth) {
        this.untilBoth = untilBoth;
        this.attacks = List.copyOf(attacks);
        this.mechanisms = List.copyOf(mechanisms);
        this.cpus = List.copyOf(cpus);
    }

    /**
     * Runs all.
     *
     * @param jobs machines at a time
     */
    public List<Finding> run(int jobs) throws InterruptedException {
        List<Future<List<Finding>>> parts = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(jobs)) {
            for (Attack attack : attacks) {
                if (untilBoth) {
                    parts.add(pool.submit(() -> untilBoth(attack)));
                    continue;
                }
                for (Mechanism mechanism : mechanisms) {
                    for (String cpu : cpus) {
                        parts.add(pool.submit(() -> cell(attack, Target.of(cpu, mechanism, SEED))));
                    }
                }
            }
        }
        List<Finding> findings = new ArrayList<>();
        for (Future<List<Finding>> part : parts) {
            findings.addAll(result(part));
        }
        return List.copyOf(findings);
    }

    /** The CPU models one after the other, so that most attacks need only the first. */
    private List<Finding> untilBoth(Attack attack) {
        List<Finding> findings = new ArrayList<>();
        for (String cpu : cpus) {
            for (Mechanism mechanism : mechanisms) {
                findings.addAll(cell(attack, Target.of(cpu, mechanism, SEED)));
                if (ended(findings, Outcome.BLOCKED::equals) && ended(findings, Outcome::obtains)) {
                    return findings;
                }
            }
        }
        return findings;
    }

    private static boolean ended(List<Finding> findings, Predicate<Outcome> so) {
        return findings.stream().map(Finding::outcome).anyMatch(so);
    }

    /** What a part gave; an attack that breaks the emulator is a bug of ours. */
    static <T> T result(Future<T> part) throws InterruptedException {
        try {
            return part.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("an attack broke the emulator", e.getCause());
        }
    }

    private static List<Finding> cell(Attack attack, Target target) {
        String reason = target.mechanism().notApplicable(target.cpu().profile());
        List<Finding> findings = new ArrayList<>();
        for (Trial trial : attack.trials()) {
            if (reason == null && trial.applies(target.isa(), target.mechanism().id())) {
                Judge.Verdict verdict = Judge.of(target.attack(trial));
                findings.add(
                        finding(
                                attack,
                                target,
                                trial.configuration(),
                                verdict.outcome(),
                                verdict.where()));
            }
        }
        if (findings.isEmpty()) {
            findings.add(
                    finding(
                            attack,
                            target,
                            Configuration.STANDARD,
                            Outcome.NOT_APPLICABLE,
                            reason == null ? attack.otherwise() : reason));
        }
        return findings;
    }

    private static Finding finding(
            Attack attack,
            Target target,
            Configuration configuration,
            Outcome outcome,
            String where) {
        return new Finding(
                attack.id(),
                target.mechanism().id(),
                target.cpu().profile().id(),
                configuration,
                outcome,
                where);
    }
}
