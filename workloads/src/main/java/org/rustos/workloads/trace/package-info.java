/**
 * Logs of strace(1) as work to be done again: the calls, sizes and descriptors of a log become
 * operations that every mechanism carries, on a tree of files made from the log. Its times are no
 * costs and are not read.
 */
package org.rustos.workloads.trace;
