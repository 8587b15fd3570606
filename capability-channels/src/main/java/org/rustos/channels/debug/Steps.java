package org.rustos.channels.debug;

import org.rustos.kernel.process.UserThread;

/** Until when a thread is to be stepped; nobody is at first. */
final class Steps {
    private int thread = -1;
    private int left;
    private long from;
    private long to;

    void none() {
        thread = -1;
    }

    /**
     * Steps a thread.
     *
     * @param instructions that begin before it holds again
     * @param first of a range of addresses in which it goes on
     * @param end of that range
     */
    void of(UserThread stepped, int instructions, long first, long end) {
        thread = stepped.id();
        left = instructions;
        from = first;
        to = end;
    }

    boolean any() {
        return thread >= 0;
    }

    /** Whether a thread that is about to execute an instruction holds before it. */
    boolean over(UserThread about, long pc) {
        if (about.id() != thread) {
            return false;
        }
        left--;
        return left <= 0 && (pc < from || pc >= to);
    }
}
