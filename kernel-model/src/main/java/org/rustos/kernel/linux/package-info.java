/**
 * The Linux system-call ABI: the front of the traditional-syscall baseline, by which unmodified
 * static Linux programs run.
 *
 * <p>A call is a row of a table: its name and what serves it. Numbers and layouts of one ISA are
 * data ({@link org.rustos.kernel.linux.LinuxAbi}). What a call does to files, memory and processes
 * is the services' business; nothing here implements one.
 */
package org.rustos.kernel.linux;
