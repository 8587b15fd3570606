package org.rustos.cli.programs;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One line of the table.
 *
 * @param difference where the two sides differ, or empty
 * @param unstable what differed in a second run, or empty
 * @param calls how its calls compare with strace's; null if not asked for
 * @param syncs how often it synchronises files, likewise
 * @param skipped why nothing ran, or empty
 * @param run the guest's run; null if skipped
 * @param hostSeconds what the simulated run took
 */
record Verdict(
        CommandLineRow row,
        String difference,
        String unstable,
        StraceComparison.Answer calls,
        StraceComparison.Answer syncs,
        String skipped,
        GuestSide.Run run,
        double hostSeconds) {
    static Verdict skipped(CommandLineRow row, String why) {
        return new Verdict(row, "", "", null, null, why, null, 0);
    }

    boolean equal() {
        return skipped.isEmpty() && difference.isEmpty();
    }

    boolean failed() {
        return !difference.isEmpty()
                || !unstable.isEmpty()
                || (calls != null && !calls.difference().isEmpty())
                || (syncs != null && !syncs.difference().isEmpty());
    }

    ObjectNode statistics() {
        return run.statistics();
    }
}
