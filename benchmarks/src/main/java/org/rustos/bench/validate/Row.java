package org.rustos.bench.validate;

/**
 * One line of the comparison.
 *
 * @param name of the row in the file of measurements
 * @param kind how far the row was free
 * @param simulated core cycles per operation on the model
 * @param measured core cycles per operation on silicon
 * @param problem why there is no simulated figure, or empty
 */
public record Row(String name, Kind kind, double simulated, double measured, String problem) {
    /** How far a row was free to be wrong. */
    public enum Kind {
        /** The profile was fitted to it. */
        FITTED,
        /** A figure of the profile was taken from it. */
        SOURCE,
        /** Not used by the profile, but allowed to be. */
        FREE,
        /** Must never be used by the profile. */
        NEVER_FITTED
    }

    /** Relative error: 0.1 means ten percent more than silicon. */
    public double error() {
        return simulated / measured - 1;
    }

    public boolean failed() {
        return !problem.isEmpty();
    }
}
