package org.rustos.workloads.trace;

import java.util.List;

/**
 * One finished call of a log.
 *
 * @param line where it ended, from 1
 * @param process the id before it, or 0 if the log has none
 * @param arguments as they stand there
 * @param result negative if it failed
 * @param error name of the errno, or empty
 */
record TracedCall(
        int line, int process, String name, List<String> arguments, long result, String error) {
    boolean failed() {
        return !error.isEmpty();
    }

    /** An argument, or an empty text where the log has fewer. */
    String argument(int index) {
        return index < arguments.size() ? arguments.get(index) : "";
    }
}
