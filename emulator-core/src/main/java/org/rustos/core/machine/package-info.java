/**
 * The machine loop: cores in the order of their local clocks, kernel work in visible steps, timers.
 *
 * <p>It knows no system call, no mechanism and no ISA; what a trap means is the {@link
 * org.rustos.core.machine.Supervisor}'s.
 */
package org.rustos.core.machine;
