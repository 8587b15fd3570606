package org.rustos.channels.trace;

import org.rustos.kernel.process.UserThread;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What an observer remembers of threads between their appearances. Bounded, because a guest may
 * make threads for ever: who was not seen for long begins anew.
 *
 * @param <T> what is remembered of one
 */
public final class RecentThreads<T> {
    private static final int MOST = 4096;
    private static final float LOAD = 0.75f;

    private final Function<UserThread, T> fresh;
    private final Map<UserThread, T> known =
            new LinkedHashMap<>(MOST, LOAD, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<UserThread, T> eldest) {
                    return size() > MOST;
                }
            };

    /**
     * Of no thread yet.
     *
     * @param fresh makes what is remembered of a thread that appears
     */
    public RecentThreads(Function<UserThread, T> fresh) {
        this.fresh = fresh;
    }

    /** What is remembered of a thread. */
    public T of(UserThread thread) {
        return known.computeIfAbsent(thread, fresh);
    }
}
