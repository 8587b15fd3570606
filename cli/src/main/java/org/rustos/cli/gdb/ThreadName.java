package org.rustos.cli.gdb;

import org.rustos.kernel.process.UserThread;

import java.util.List;

/**
 * How packets name threads: {@code pPID.TID} in hexadecimal, 0 for any and -1 for all.
 *
 * @param process 0 for any, -1 for all
 * @param thread the same
 */
record ThreadName(long process, long thread) {
    private static final long ALL = -1;

    static String of(UserThread thread) {
        return "p%x.%x".formatted(thread.process().id(), thread.id());
    }

    static ThreadName read(PacketText text) {
        if (!text.takes("p")) {
            return new ThreadName(0, id(text));
        }
        long process = id(text);
        return new ThreadName(process, text.takes(".") ? id(text) : ALL);
    }

    private static long id(PacketText text) {
        return text.takes("-1") ? ALL : text.number(0, Integer.MAX_VALUE);
    }

    /** A thread that it names: a preferred one if possible, else the first; or null. */
    UserThread find(List<UserThread> threads, UserThread preferred) {
        if (preferred != null && matches(preferred) && threads.contains(preferred)) {
            return preferred;
        }
        for (UserThread found : threads) {
            if (matches(found)) {
                return found;
            }
        }
        return null;
    }

    private boolean matches(UserThread candidate) {
        return (process <= 0 || candidate.process().id() == process)
                && (thread <= 0 || candidate.id() == thread);
    }
}
