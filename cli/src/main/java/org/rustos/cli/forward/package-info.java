/**
 * Connections of the host's network to a guest: sockets on one side, the machine's own network on
 * the other, and what passes between as events with a simulated time. What a recording does with
 * the events belongs to {@code record}.
 */
package org.rustos.cli.forward;
