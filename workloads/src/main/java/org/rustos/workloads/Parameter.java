package org.rustos.workloads;

/**
 * A number by which a workload can be varied.
 *
 * @param name as in {@code name=value}
 * @param description one line, with the unit
 * @param standard the value if none is given, within the range
 * @param least smallest value allowed
 * @param greatest largest value allowed
 */
public record Parameter(String name, String description, long standard, long least, long greatest) {
    public Parameter {
        if (least > standard || standard > greatest) {
            throw new IllegalArgumentException(name + ": standard value outside of its range");
        }
    }
}
