package org.rustos.channels.view;

import org.rustos.kernel.cap.Capability;

/**
 * One capability (or descriptor) in the hands of one process, from when to when: a node of the
 * graph that people look at, at any moment of the run.
 *
 * @param number unique in the run, in the order in which they came up
 * @param handle by which its process names it
 * @param object number of what it reaches, unique in the run
 * @param kind of the object
 * @param name of the object, for people
 * @param rights bits of {@link org.rustos.kernel.cap.Rights}
 * @param expiryMc when it dies by itself; {@link Capability#NEVER} for no limit
 * @param origin number of the holding that it was derived from, or -1 if the kernel granted it
 * @param untilMc when it ended; {@link Capability#NEVER} while it is held
 * @param change grows with every change of any holding
 */
public record Holding(
        int number,
        int process,
        long handle,
        boolean descriptor,
        int object,
        String kind,
        String name,
        int rights,
        long badge,
        long expiryMc,
        int origin,
        long sinceMc,
        long untilMc,
        End end,
        long change) {
    /** How it ended. */
    public enum End {
        HELD,
        /** By its holder: closed, dropped, moved away, or with the end of the process. */
        GIVEN_UP,
        /** Somebody took back what it was derived from. */
        REVOKED,
        /** The object was taken back from everybody at once. */
        EPOCH
    }

    /** The same, ended. */
    Holding ended(long atMc, End how, long newChange) {
        return new Holding(
                number,
                process,
                handle,
                descriptor,
                object,
                kind,
                name,
                rights,
                badge,
                expiryMc,
                origin,
                sinceMc,
                atMc,
                how,
                newChange);
    }
}
