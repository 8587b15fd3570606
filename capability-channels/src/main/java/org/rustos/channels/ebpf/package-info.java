/**
 * {@code ebpf}: verified programs that run in the kernel next to the data: on packets as they come,
 * on system calls before they are served, on blocks of an index from one to the next. What a
 * program is and whether it may run is {@code org.rustos.kernel.ebpf}; here is where it is attached
 * and what that costs. All else stays a system call of the Linux ABI.
 */
package org.rustos.channels.ebpf;
