package org.rustos.kernel.linux;

/** Serves one call. It is asked again from its start after a wait ({@link Request#PARKED}). */
interface Handler {
    /** The result as the guest sees it: a value, a negative errno, or {@link Request#PARKED}. */
    long serve(Request request);
}
