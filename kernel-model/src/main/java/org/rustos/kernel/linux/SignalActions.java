package org.rustos.kernel.linux;

/** What a process does about each signal; shared by threads, copied by fork. */
final class SignalActions {
    static final int COUNT = 64;
    static final long DEFAULT = 0;
    static final long IGNORE = 1;

    /** As rt_sigaction gives it. */
    record Action(long handler, long flags, long restorer, long mask) {
        static final Action NONE = new Action(DEFAULT, 0, 0, 0);
    }

    private final Action[] actions = new Action[COUNT + 1];

    SignalActions() {
        java.util.Arrays.fill(actions, Action.NONE);
    }

    Action get(int signal) {
        return actions[signal];
    }

    void set(int signal, Action action) {
        actions[signal] = action;
    }

    /** Signals that are ignored. */
    long ignored() {
        long set = 0;
        for (int i = 1; i <= COUNT; i++) {
            set |= actions[i].handler == IGNORE ? Signals.bit(i) : 0;
        }
        return set;
    }

    /** Signals that have a handler. */
    long caught() {
        long set = 0;
        for (int i = 1; i <= COUNT; i++) {
            set |=
                    actions[i].handler != IGNORE && actions[i].handler != DEFAULT
                            ? Signals.bit(i)
                            : 0;
        }
        return set;
    }

    SignalActions copy() {
        SignalActions copy = new SignalActions();
        System.arraycopy(actions, 0, copy.actions, 0, actions.length);
        return copy;
    }

    /** execve: handlers are gone with the old program, ignored stays ignored. */
    void exec() {
        for (int i = 1; i <= COUNT; i++) {
            if (actions[i].handler != IGNORE) {
                actions[i] = Action.NONE;
            }
        }
    }
}
