package org.rustos.workloads.trace;

/** What a descriptor of the log leads to; several may lead to the same. */
final class OpenedFile {
    private final ReplayFile file;
    private final int slot;
    private final boolean append;
    private final String what;
    private long position;
    private int descriptors;

    private OpenedFile(ReplayFile file, int slot, boolean append, String what) {
        this.file = file;
        this.slot = slot;
        this.append = append;
        this.what = what;
    }

    /** A file that the replay has open, too. */
    static OpenedFile of(ReplayFile file, int slot, boolean append) {
        return new OpenedFile(file, slot, append, file.path());
    }

    /** Something that is not replayed: a folder by its path, anything else by its kind. */
    static OpenedFile other(String what) {
        return new OpenedFile(null, -1, false, what);
    }

    /** Null if it is not replayed. */
    ReplayFile file() {
        return file;
    }

    int slot() {
        return slot;
    }

    boolean append() {
        return append;
    }

    String what() {
        return what;
    }

    long position() {
        return position;
    }

    void position(long now) {
        position = now;
    }

    void retain() {
        descriptors++;
    }

    /** Whether that was the last. */
    boolean release() {
        return --descriptors == 0;
    }
}
