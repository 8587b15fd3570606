/**
 * Synchronous messages between address spaces, as kernels of the L4 family have them: endpoints,
 * reply capabilities, notifications, the switch from one process to the next.
 *
 * <p>One file per object. A trap is a {@link org.rustos.core.machine.Work} that first decodes (all
 * checks) and then acts. Which registers carry a message and what a server does with one does not
 * belong here.
 */
package org.rustos.kernel.ipc;
