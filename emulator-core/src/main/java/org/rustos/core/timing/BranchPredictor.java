package org.rustos.core.timing;

/**
 * Predicts directions by global history (gshare of two-bit counters), indirect targets by a
 * history-indexed table, and returns by a stack. It says right or wrong; what wrong costs is the
 * ledger's.
 */
public final class BranchPredictor {
    /**
     * Shape.
     *
     * @param directionBits log2 of the number of two-bit counters
     * @param historyBits bits of global history that enter the index
     * @param indirectBits log2 of the number of remembered indirect targets
     * @param returnStack entries of the return stack
     */
    public record Geometry(int directionBits, int historyBits, int indirectBits, int returnStack) {}

    /** What becomes of a counter: two bits at 4 * counter + 2 * taken. */
    public static final int NEXT = 1 << 2 | 2 << 6 | 1 << 8 | 3 << 10 | 2 << 12 | 3 << 14;

    private final byte[] counters;
    private final long[] targets;
    private final long[] returns;
    private final int indirectMask;
    private final int historyMask;
    private int history;
    private int top;

    public BranchPredictor(Geometry geometry) {
        this.counters = new byte[1 << geometry.directionBits()];
        this.targets = new long[1 << geometry.indirectBits()];
        this.indirectMask = targets.length - 1;
        this.historyMask = (1 << geometry.historyBits()) - 1;
        this.returns = new long[geometry.returnStack()];
    }

    /** Two-bit counters, for code that does what {@link #conditional} does by itself. */
    public byte[] counters() {
        return counters;
    }

    /** Bits of history that enter the index, for such code. */
    public int historyMask() {
        return historyMask;
    }

    /** The history of directions, for such code to take along and give back. */
    public int history() {
        return history;
    }

    public void history(int directions) {
        history = directions;
    }

    /** A conditional branch; true if the direction was predicted. */
    public boolean conditional(long pc, boolean taken) {
        int index = (place(pc) ^ history) & counters.length - 1;
        int counter = counters[index];
        int outcome = taken ? 1 : 0;
        counters[index] = (byte) (NEXT >>> 4 * counter + 2 * outcome & 3);
        history = (history << 1 | outcome) & historyMask;
        return counter >>> 1 == outcome;
    }

    /** What enters the index of a branch, besides the history. */
    public static int place(long pc) {
        return (int) (pc ^ pc >>> 15);
    }

    /** An indirect jump or call; true if the target was predicted. */
    public boolean indirect(long pc, long target) {
        int index = ((int) (pc ^ (pc >>> 13)) ^ (history << 3)) & indirectMask;
        boolean right = targets[index] == target;
        targets[index] = target;
        history = ((history << 2) ^ (int) (target >>> 2)) & historyMask;
        return right;
    }

    /** A call pushes its return address. */
    public void call(long returnAddress) {
        top = top + 1 == returns.length ? 0 : top + 1;
        returns[top] = returnAddress;
    }

    /** A return; true if the stack named the target. */
    public boolean ret(long target) {
        boolean right = returns[top] == target;
        top = top == 0 ? returns.length - 1 : top - 1;
        return right;
    }
}
