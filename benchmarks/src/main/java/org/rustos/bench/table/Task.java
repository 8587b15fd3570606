package org.rustos.bench.table;

import java.math.BigDecimal;
import java.util.List;

/**
 * One job of user code and what it costs over each mechanism: who wins where.
 *
 * @param id workload with its parameters
 * @param says what it is, for people
 * @param costs the cheapest first; cycles of all cores for one operation
 */
public record Task(String id, String says, List<Cost> costs) {
    /**
     * One line.
     *
     * @param ofSyscall its cost divided by that of a plain system call; null without one
     * @param isolates whether the attacks on isolation were blocked
     */
    public record Cost(
            String line,
            String mechanism,
            BigDecimal cycles,
            BigDecimal ofSyscall,
            boolean isolates) {}
}
