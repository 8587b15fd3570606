/**
 * What every other module speaks in: harts, memory, traps, events, the cycle ledger, ELF and the
 * machine loop. Nothing here knows an instruction set, a system call, a mechanism or a report, and
 * nothing here imports another module of this project.
 */
package org.rustos.core;
