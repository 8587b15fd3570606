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

    private final byte[] counters;
    private final long[] targets;
    private final long[] returns;
    private final int directionMask;
    private final int indirectMask;
    private final int historyMask;
    private int history;
    private int top;

    public BranchPredictor(Geometry geometry) {
        this.counters = new byte[1 << geometry.directionBits()];
        this.directionMask = counters.length - 1;
        this.targets = new long[1 << geometry.indirectBits()];
        this.indirectMask = targets.length - 1;
        this.historyMask = (1 << geometry.historyBits()) - 1;
        this.returns = new long[geometry.returnStack()];
    }

    /** A conditional branch; true if the direction was predicted. */
    public boolean conditional(long pc, boolean taken) {
        int index = ((int) (pc ^ (pc >>> 15)) ^ history) & directionMask;
        int counter = counters[index];
        boolean predictedTaken = counter >= 2;
        if (taken) {
            if (counter < 3) {
                counters[index]++;
            }
        } else if (counter > 0) {
            counters[index]--;
        }
        history = ((history << 1) | (taken ? 1 : 0)) & historyMask;
        return predictedTaken == taken;
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
