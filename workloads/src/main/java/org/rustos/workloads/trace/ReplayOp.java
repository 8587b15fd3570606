package org.rustos.workloads.trace;

import org.rustos.kernel.file.OpenFlags;

/**
 * One operation of a replay.
 *
 * @param line of the log
 * @param slot of the program's table of handles, for those that have one
 * @param file null for NULL
 * @param flags open flags
 * @param logged what the log says came of it: at least 0, or a negative errno
 */
record ReplayOp(
        int line,
        Kind kind,
        int slot,
        ReplayFile file,
        long offset,
        int length,
        int flags,
        long logged) {
    /** The operations that a log's calls become; the order is the program's. */
    enum Kind {
        NULL,
        OPEN,
        CLOSE,
        READ,
        WRITE,
        STAT
    }

    boolean creates() {
        return (flags & OpenFlags.CREATE) != 0;
    }

    boolean truncates() {
        return (flags & OpenFlags.TRUNCATE) != 0;
    }
}
