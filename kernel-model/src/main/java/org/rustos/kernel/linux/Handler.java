package org.rustos.kernel.linux;

import java.io.Serializable;

/** Serves one call. It is asked again from its start after a wait ({@link Request#PARKED}). */
interface Handler extends Serializable {
    /** The result as the guest sees it: a value, a negative errno, or {@link Request#PARKED}. */
    long serve(Request request);
}
