package org.rustos.workloads.trace;

/**
 * One file or folder of the log between its making and its removal: what a path meant for a while.
 * A log's calls tell bit by bit what must have been there at the start.
 */
final class ReplayFile {
    /** What the log shows it to be. */
    enum Kind {
        UNKNOWN,
        REGULAR,
        DIRECTORY
    }

    private final int number;
    private final String path;
    private final boolean growable;
    private Kind kind = Kind.UNKNOWN;
    private boolean atStart;
    private boolean there;
    private boolean changed;
    private boolean truncated;
    private long initialSize;
    private long size;

    /**
     * A file that the log meets.
     *
     * @param atStart whether it was there before the first call
     * @param growable whether a later call may show that it was there, or larger than known
     */
    ReplayFile(int number, String path, boolean atStart, boolean growable) {
        this.number = number;
        this.path = path;
        this.atStart = atStart;
        this.there = atStart;
        this.growable = growable;
    }

    int number() {
        return number;
    }

    String path() {
        return path;
    }

    Kind kind() {
        return kind;
    }

    void kind(Kind known) {
        kind = known;
    }

    boolean atStart() {
        return atStart;
    }

    /** Whether it is there at this point of the log. */
    boolean there() {
        return there;
    }

    /** Whether some call makes it or writes to it: each replay needs one of its own. */
    boolean changed() {
        return changed;
    }

    long initialSize() {
        return initialSize;
    }

    long size() {
        return size;
    }

    /** Opened with the flag that makes it, or the one that empties it. */
    void opened(boolean create, boolean truncate) {
        kind = Kind.REGULAR;
        there = true;
        changed |= create || truncate;
        if (truncate) {
            truncated = true;
            size = 0;
        }
    }

    void wrote(long end) {
        changed = true;
        size = Math.max(size, end);
    }

    /** A call showed that it has at least so many bytes here. */
    void seen(long bytes) {
        if (bytes > size && growable && !truncated) {
            atStart = true;
            initialSize = bytes;
            size = bytes;
        }
    }
}
