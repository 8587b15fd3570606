package org.rustos.bench.run;

import org.rustos.bench.result.ResultRow;

/** Is told how a suite gets on. Calls come one at a time, in the order in which rows finish. */
public interface Progress {
    /** Says nothing. */
    Progress NONE = new Progress() {};

    /** The suite starts with this many experiments. */
    default void started(int experiments) {}

    /** One more row is done. */
    default void finished(ResultRow row) {}

    /** The suite is over. */
    default void ended() {}
}
