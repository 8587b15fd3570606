package org.rustos.core.hart;

import java.util.Arrays;

/**
 * What control-flow hardware remembers of one thread, where user code cannot write it: the return
 * addresses of its calls (shadow stack), and whether the next instruction must be a landing pad
 * (indirect branch tracking).
 */
public final class ControlFlowGuard {
    /** What must stand where an indirect branch goes. */
    public enum Landing {
        /** Anything: no such branch is under way. */
        NONE,
        /** A pad for calls. */
        CALL,
        /** A pad for jumps. */
        JUMP,
        /** Any pad: a jump that may stand for a call. */
        ANY
    }

    /** Deeper recursion than a shadow stack of 8 MiB holds ends the thread. */
    private static final int MOST = 1 << 20;

    private final boolean returns;
    private final boolean landings;
    private long[] stack = new long[64];
    private int depth;
    private Landing due = Landing.NONE;

    /**
     * A thread that has not called anything yet.
     *
     * @param returns whether return addresses are compared
     * @param landings whether indirect branches need a landing pad
     */
    public ControlFlowGuard(boolean returns, boolean landings) {
        this.returns = returns;
        this.landings = landings;
    }

    /** Whether return addresses are compared. */
    public boolean comparesReturns() {
        return returns;
    }

    /**
     * A call was made.
     *
     * @param back where it shall return to
     * @return false if the shadow stack is full
     */
    public boolean called(long back) {
        if (depth == MOST) {
            return false;
        }
        if (depth == stack.length) {
            stack = Arrays.copyOf(stack, 2 * depth);
        }
        stack[depth++] = back;
        return true;
    }

    /**
     * A return was made; the topmost address is gone whatever the answer.
     *
     * @return whether it went where the call came from
     */
    public boolean returned(long to) {
        return depth > 0 && stack[--depth] == to;
    }

    /** An indirect branch is under way. */
    public void awaits(Landing pad) {
        due = landings ? pad : Landing.NONE;
    }

    /** What must be the next instruction; it stays due while the kernel brings the page in. */
    public Landing due() {
        return due;
    }

    /** The same for a thread that begins as a copy of this one. */
    public ControlFlowGuard copy() {
        ControlFlowGuard copy = new ControlFlowGuard(returns, landings);
        copy.stack = stack.clone();
        copy.depth = depth;
        copy.due = due;
        return copy;
    }

    /** The same for a fresh program. */
    public ControlFlowGuard fresh() {
        return new ControlFlowGuard(returns, landings);
    }
}
