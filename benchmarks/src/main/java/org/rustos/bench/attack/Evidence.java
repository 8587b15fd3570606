package org.rustos.bench.attack;

import org.rustos.kernel.Flaw;

import java.util.EnumSet;
import java.util.Set;

/**
 * What a run left behind; all that a verdict rests on.
 *
 * @param refusedToLoad the loader's reason, or empty if the program ran
 * @param printed all that the program printed
 * @param secret what only the kernel's file held
 * @param changed whether a file that the attacker may not write was written
 * @param killed the kernel's words about the trap or the reason that ended the program, or empty
 * @param ended whether the program came to an end at all, and if not why
 * @param cycles of all cores, in thousandths
 * @param rejected what the kernel said about the last program that it would not run, or empty
 * @param reached checks that the run came by
 * @param told what another secret changed in the cycles, or null if that is not what is asked
 */
record Evidence(
        String refusedToLoad,
        String printed,
        String secret,
        boolean changed,
        String killed,
        String ended,
        long cycles,
        String rejected,
        Set<Flaw> reached,
        Difference told) {
    /** Cycles of the same run with one secret and with another. */
    record Difference(long one, long other) {}

    static final String FINISHED = "";

    static Evidence notLoaded(String reason) {
        return new Evidence(
                reason, "", "", false, "", FINISHED, 0, "", EnumSet.of(Flaw.SCAN), null);
    }

    /** The same beside a run with another secret. */
    Evidence beside(Evidence other) {
        return new Evidence(
                refusedToLoad,
                printed,
                secret,
                changed,
                killed,
                ended,
                cycles,
                rejected,
                reached,
                new Difference(cycles, other.cycles));
    }
}
