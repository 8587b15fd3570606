package org.rustos.bench.attack;

import static org.rustos.bench.attack.AttackTable.trial;
import static org.rustos.bench.attack.Configuration.slice;
import static org.rustos.bench.attack.Configuration.without;

import org.rustos.kernel.Flaw;
import org.rustos.workloads.program.Attacks;

import java.util.List;

/** Part of the table: programs that want to run in the kernel and must not. */
final class VerifierAttacks {
    private static final int BOMB = 7;
    private static final long LONG_ENOUGH = 100_000;
    private static final String NO_PROGRAMS = "nobody runs programs in the kernel here";

    static final List<Attack> ALL =
            List.of(
                    bypass("map-value-bounds", "reads behind a value in a map", 1),
                    bypass("pointer-leak", "stores a kernel address into a map and reads it", 2),
                    bypass("uninitialised-stack", "reads what another program left there", 3),
                    bypass("type-confusion", "loads through a number", 4),
                    bypass(
                            "wrapped-bounds",
                            "compares a product that overflows, uses the factor",
                            5),
                    bypass("unbounded-loop", "runs in the kernel as long as it likes", 6),
                    AttackTable.attack(
                            "verifier-bomb",
                            "exhaustion",
                            "has a program verified that takes long, while another process waits",
                            NO_PROGRAMS,
                            trial(Attacks.VERIFIER, "way=" + BOMB).in(slice(LONG_ENOUGH)),
                            trial(Attacks.VERIFIER, "way=" + BOMB)
                                    .in(without(Flaw.PREEMPTION).sliced(LONG_ENOUGH))));

    private VerifierAttacks() {}

    private static Attack bypass(String id, String claim, int way) {
        Trial trial = trial(Attacks.VERIFIER, "way=" + way);
        return AttackTable.attack(
                id,
                "programs in the kernel",
                claim,
                NO_PROGRAMS,
                trial,
                trial.in(without(Flaw.VERIFIER)));
    }
}
