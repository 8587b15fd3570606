package org.rustos.channels.flame;

import java.util.Arrays;

/**
 * The calls of one thread that have not returned, seen from outside: a call pushes, a return pops
 * what lies above the call that it returns to. Code that returns to where no call expects it
 * (longjmp, a switch of stacks by the program itself) leaves the stack as it is.
 */
final class CallStack {
    /** Deeper calls count to the frame at this depth. */
    private static final int MOST = 256;

    private static final int FIRST = 16;

    private long[] back = new long[FIRST];
    private StackNode[] callers = new StackNode[FIRST];
    private int depth;

    void push(long address, StackNode caller) {
        if (depth == MOST) {
            return;
        }
        if (depth == back.length) {
            back = Arrays.copyOf(back, 2 * depth);
            callers = Arrays.copyOf(callers, 2 * depth);
        }
        back[depth] = address;
        callers[depth] = caller;
        depth++;
    }

    void pop(long address) {
        for (int i = depth - 1; i >= 0; i--) {
            if (back[i] == address) {
                depth = i;
                return;
            }
        }
    }

    void clear() {
        depth = 0;
    }

    /** Who called what runs now; a thread's own root for the outermost code. */
    StackNode caller(StackNode root) {
        return depth == 0 ? root : callers[depth - 1];
    }
}
