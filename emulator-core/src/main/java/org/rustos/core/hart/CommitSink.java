package org.rustos.core.hart;

/**
 * Takes the lines of a commit log: one for each instruction that took effect. It must not throw: an
 * engine of the host may stand between it and who could handle that.
 */
public interface CommitSink {
    /** A line without its end; it is used again. */
    void line(CharSequence text);
}
