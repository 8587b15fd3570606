package org.rustos.kernel.linux;

/** What one system call came to in a run: how often, and what the kernel worked for it. */
public final class CallTotal {
    private long count;
    private long spentMc;

    void began() {
        count++;
    }

    void spent(long mc) {
        spentMc += mc;
    }

    /** How often it was made. */
    public long count() {
        return count;
    }

    /**
     * Cycles of all those calls from trap to return, on the cores that worked for them,
     * millicycles. Time in which a call waited is not in it.
     */
    public long spentMc() {
        return spentMc;
    }
}
