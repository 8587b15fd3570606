package org.rustos.core.snapshot;

/** Is told of snapshots, because some of its state lies elsewhere or follows from the rest. */
public interface Snapshotted {
    /** The fields are about to be read: what the host holds must be in them. */
    default void saving() {}

    /** All fields of all objects are as they were: what follows from them must be made anew. */
    default void restored() {}
}
