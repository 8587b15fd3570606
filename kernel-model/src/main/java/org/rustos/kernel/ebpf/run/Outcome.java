package org.rustos.kernel.ebpf.run;

/**
 * How a run ended.
 *
 * @param r0 the result if it returned
 * @param slot where it stopped
 * @param fault what went wrong, or null
 * @param steps instructions executed
 */
public record Outcome(End end, long r0, int slot, String fault, long steps) {
    /** The ways to end. */
    public enum End {
        RETURNED,
        FAULT,
        LIMIT
    }

    public boolean returned() {
        return end == End.RETURNED;
    }
}
