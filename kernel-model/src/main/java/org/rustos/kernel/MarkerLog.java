package org.rustos.kernel;

import org.rustos.core.machine.Core;
import org.rustos.core.timing.Account;

import java.util.ArrayList;
import java.util.List;

/**
 * What guest programs marked, with what every core had counted at that moment. Taking a mark costs
 * the guest nothing.
 */
public final class MarkerLog {
    /**
     * One mark.
     *
     * @param process id of the process that set it
     * @param core id of the core it ran on
     * @param accounts per core, what it had counted so far
     * @param userInstructions retired on the marking core so far
     */
    public record Mark(
            int process,
            int core,
            int kind,
            long value,
            List<Account> accounts,
            long userInstructions) {}

    /** How many marks are kept: each holds the accounts of all cores. */
    static final int MOST = 1 << 16;

    private final List<Mark> marks = new ArrayList<>();

    /** Takes a mark; false when there are too many. */
    boolean add(int process, Core at, List<Core> cores, int kind, long value) {
        if (marks.size() == MOST) {
            return false;
        }
        List<Account> accounts = new ArrayList<>(cores.size());
        for (Core core : cores) {
            accounts.add(core.ledger().account());
        }
        marks.add(
                new Mark(
                        process,
                        at.id(),
                        kind,
                        value,
                        List.copyOf(accounts),
                        at.hart().instructions()));
        return true;
    }

    /** All marks in the order of time. */
    public List<Mark> marks() {
        return List.copyOf(marks);
    }
}
