package org.rustos.channels.queue;

import org.rustos.channels.request.Request;

/** One entry as it was fetched, once; the guest may change the shared bytes at any time. */
public record Submission(Request request, long userData) {}
