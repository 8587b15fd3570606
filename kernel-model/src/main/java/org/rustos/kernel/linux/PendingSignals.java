package org.rustos.kernel.linux;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Signals that came and were not delivered yet: a classic one is kept once with what its first
 * sender told, a real-time one as often as it was sent, in order.
 */
final class PendingSignals {
    private static final int FIRST_REAL_TIME = 32;

    /** As Linux's default of RLIMIT_SIGPENDING for a small machine. */
    private static final int MOST = 4096;

    private final List<SignalInformation> queue = new ArrayList<>();
    private long set;

    /** One bit per signal that is pending; bit n-1 is signal n. */
    long set() {
        return set;
    }

    /** Adds a signal; false if a real-time one finds no room. */
    boolean add(SignalInformation information) {
        long bit = Signals.bit(information.signal());
        if (information.signal() < FIRST_REAL_TIME && (set & bit) != 0) {
            return true;
        }
        if (information.signal() >= FIRST_REAL_TIME && queue.size() >= MOST) {
            return false;
        }
        set |= bit;
        queue.add(information);
        return true;
    }

    /** Takes the oldest of a signal; null if there is none. */
    SignalInformation take(int signal) {
        SignalInformation found = null;
        boolean more = false;
        for (Iterator<SignalInformation> it = queue.iterator(); it.hasNext() && !more; ) {
            SignalInformation next = it.next();
            if (next.signal() == signal && found == null) {
                found = next;
                it.remove();
            } else {
                more = next.signal() == signal;
            }
        }
        if (!more) {
            set &= ~Signals.bit(signal);
        }
        return found;
    }

    /** Forgets all of some signals. */
    void drop(long signals) {
        queue.removeIf(i -> (Signals.bit(i.signal()) & signals) != 0);
        set &= ~signals;
    }
}
