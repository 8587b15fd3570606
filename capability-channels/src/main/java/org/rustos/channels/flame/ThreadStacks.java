package org.rustos.channels.flame;

import org.rustos.channels.trace.Activity;
import org.rustos.kernel.process.UserThread;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where each thread is in its program. Bounded, because a guest may make threads for ever: who was
 * not seen for long begins a new stack.
 */
final class ThreadStacks {
    private static final int MOST = 4096;
    private static final float LOAD = 0.75f;

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

    private final StackNode all;
    private final Map<UserThread, Stack> known =
            new LinkedHashMap<>(MOST, LOAD, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<UserThread, Stack> eldest) {
                    return size() > MOST;
                }
            };

    ThreadStacks(StackNode all) {
        this.all = all;
    }

    Stack of(UserThread thread) {
        return known.computeIfAbsent(thread, fresh -> new Stack(fresh, all));
    }
}
