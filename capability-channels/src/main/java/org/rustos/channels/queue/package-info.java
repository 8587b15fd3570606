/**
 * Queue pairs in memory that kernel and guest share, as {@code ring} and {@code channel} use them:
 * pages, the kernel's half of the protocol, and the two ways to serve it (on the caller's core, by
 * a polling thread). What an entry means is its server's {@link
 * org.rustos.channels.request.RequestDecoder}'s matter.
 */
package org.rustos.channels.queue;
