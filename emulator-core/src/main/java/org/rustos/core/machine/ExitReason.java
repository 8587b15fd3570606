package org.rustos.core.machine;

/** Why a machine stopped. */
public enum ExitReason {
    /** The supervisor said that the run is over. */
    FINISHED,
    /** The cycle limit was reached. */
    CYCLE_LIMIT,
    /** No core can ever go on: all wait, or spin on what nobody will write. */
    DEADLOCK,
    /** The engine failed; see {@link Machine#failure()}. */
    ENGINE
}
