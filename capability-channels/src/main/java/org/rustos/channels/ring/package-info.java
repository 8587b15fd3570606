/**
 * {@code ring}: lock-free submission and completion queues in shared memory beside a Linux process,
 * without capabilities. The queues themselves are {@link org.rustos.channels.queue}.
 */
package org.rustos.channels.ring;
