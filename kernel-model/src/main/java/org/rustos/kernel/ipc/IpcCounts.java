package org.rustos.kernel.ipc;

import java.util.SortedMap;

/** What happened to the messages of one machine, for the reader of a report. */
public final class IpcCounts {
    long fast;
    long slow;
    long queued;
    long switches;
    long capabilities;
    long capabilitiesLost;
    long repliesDropped;
    long refused;
    long timeouts;
    long deadlocks;
    long signals;

    /** Adds all of them. */
    public void addTo(SortedMap<String, Long> counters) {
        counters.put("message.fast", fast);
        counters.put("message.slow", slow);
        counters.put("message.queued", queued);
        counters.put("message.switches", switches);
        counters.put("message.capabilities", capabilities);
        counters.put("message.capabilities.lost", capabilitiesLost);
        counters.put("message.replies.dropped", repliesDropped);
        counters.put("message.refused", refused);
        counters.put("message.timeouts", timeouts);
        counters.put("message.deadlocks", deadlocks);
        counters.put("message.signals", signals);
    }
}
