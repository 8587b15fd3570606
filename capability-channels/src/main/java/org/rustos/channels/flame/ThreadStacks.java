package org.rustos.channels.flame;

import org.rustos.channels.trace.Activity;
import org.rustos.channels.trace.RecentThreads;
import org.rustos.kernel.process.UserThread;

/** Where each thread is in its program; who was not seen for long begins a new stack. */
final class ThreadStacks {
    /** One thread. */
    static final class Stack {
        final UserThread thread;
        final CallStack calls = new CallStack();
        final StackNode root;
        SymbolNames names;

        /** What user code ran in last. */
        StackNode user;

        /** What brought it into the kernel last. */
        Activity call = new Activity("start", Activity.KERNEL, "");

        private Stack(UserThread thread, StackNode all) {
            this.thread = thread;
            this.root = all.child("process " + thread.process().id());
            this.user = root;
        }
    }

    private final RecentThreads<Stack> known;

    ThreadStacks(StackNode all) {
        known = new RecentThreads<>(thread -> new Stack(thread, all));
    }

    Stack of(UserThread thread) {
        return known.of(thread);
    }
}
