/**
 * {@code syscall}: traditional system calls, the baseline that everything is compared with. The
 * calls themselves are the kernel model's Linux ABI.
 */
package org.rustos.channels.syscall;
