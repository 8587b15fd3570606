package org.rustos.kernel.file;

/** What can happen to a file that somebody watches. */
public enum Change {
    READ,
    WRITTEN,
    ATTRIBUTES,
    CLOSED_WRITABLE,
    CLOSED,
    OPENED,
    MOVED_FROM,
    MOVED_TO,
    CREATED,
    DELETED,
    DELETED_SELF,
    MOVED_SELF
}
