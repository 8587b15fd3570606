/**
 * {@code message}: synchronous messages to a server in another address space, in the manner of L4
 * and seL4. The registers of each ISA, the traps, the file server's process and the memory that it
 * shares with its clients belong here; endpoints and the rules of a rendezvous are {@link
 * org.rustos.kernel.ipc}.
 */
package org.rustos.channels.message;
