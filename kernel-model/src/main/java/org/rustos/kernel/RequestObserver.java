package org.rustos.kernel;

import org.rustos.core.machine.Core;
import org.rustos.kernel.process.Process;

/** Sees requests that travel through shared memory; it must not change anything. */
public interface RequestObserver {
    /** Shared memory in which a process leaves requests, numbered from 0. */
    interface Queue {
        Process process();

        /** How many requests were left so far, as the guest's memory says at this moment. */
        long submitted();

        /** Answers that the process has not taken yet, by the same word; -1 if it is impossible. */
        long unread();

        /** Places for requests; there are as many for answers. */
        int entries();
    }

    /** There is another queue. */
    void opened(Queue queue);

    /**
     * The kernel takes a request.
     *
     * @param operation what it asks for
     */
    void taken(Core core, Queue queue, long number, String operation);

    /** The answer to a request is visible to its process. */
    void completed(Core core, Queue queue, long number);
}
