package org.rustos.bench.attack;

import java.util.Locale;

/**
 * How one attack ended against one mechanism on one CPU in one configuration.
 *
 * @param where what stopped it (trap, pc, check, errno), what it obtained, or why it does not apply
 */
public record Finding(
        String attack,
        String mechanism,
        String cpu,
        Configuration configuration,
        Outcome outcome,
        String where) {
    /** The possible ends. */
    public enum Outcome {
        /** A check, a trap or the loader stopped it before it had any effect. */
        BLOCKED,
        /** It had its effect, and then somebody noticed. */
        DETECTED_LATE,
        /** It has what it wanted, and nobody noticed. */
        SUCCEEDS,
        NOT_APPLICABLE,
        /** The attack itself is broken: nothing was obtained and nothing was refused. */
        UNJUDGED;

        /** Whether it has what it wanted, noticed or not. */
        boolean obtains() {
            return this == SUCCEEDS || this == DETECTED_LATE;
        }

        /** The word in results. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
