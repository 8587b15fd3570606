package org.rustos.bench.attack;

/**
 * What a run left behind; all that a verdict rests on.
 *
 * @param refusedToLoad the loader's reason, or empty if the program ran
 * @param printed all that the program printed
 * @param secret what only the kernel's file held
 * @param changed whether a file that the attacker may not write was written
 * @param killed the kernel's words about the trap or the reason that ended the program, or empty
 * @param ended whether the program came to an end at all, and if not why
 */
record Evidence(
        String refusedToLoad,
        String printed,
        String secret,
        boolean changed,
        String killed,
        String ended) {
    static final String FINISHED = "";

    static Evidence notLoaded(String reason) {
        return new Evidence(reason, "", "", false, "", FINISHED);
    }
}
