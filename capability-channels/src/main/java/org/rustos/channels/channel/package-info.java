/**
 * {@code channel}: RustOS tier 2, typed messages in a queue pair reached through a capability; the
 * kernel checks type, rights, epoch and expiry at each use. The queues themselves are {@link
 * org.rustos.channels.queue}.
 */
package org.rustos.channels.channel;
