package org.rustos.bench.attack;

import java.util.List;

/**
 * One way to get what was not given: a row of the table, whatever its outcome is where.
 *
 * @param id name in options and results
 * @param property the property of capabilities, or of the machine, that it tries
 * @param claim what the attacker does, in one sentence
 * @param trials how it is tried; where none applies to a mechanism and CPU, {@code otherwise} says
 *     why
 * @param otherwise why there is nothing to attack elsewhere
 */
public record Attack(
        String id, String property, String claim, List<Trial> trials, String otherwise) {
    public Attack {
        trials = List.copyOf(trials);
    }
}
