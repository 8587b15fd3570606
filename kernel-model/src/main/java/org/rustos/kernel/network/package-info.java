/**
 * The simulated network: sockets of one machine and what carries bytes between them.
 *
 * <p>Neutral services: nothing here knows an ABI's numbers or layouts. Nothing here waits: what
 * cannot go on answers {@code EAGAIN} or {@code EINPROGRESS}, and the caller waits on the socket's
 * queue. There is no way out of the machine.
 */
package org.rustos.kernel.network;
