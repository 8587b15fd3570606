/**
 * {@code fast-syscall}: system calls with the help that CPUs have been given for them: an entry
 * that makes its own frame (FRED), control-flow checks (shadow stack, landing pads), and
 * descriptors by which hardware checks user buffers. The calls themselves are those of {@code
 * syscall}; what belongs to a call's meaning must not go in here.
 */
package org.rustos.channels.fast;
