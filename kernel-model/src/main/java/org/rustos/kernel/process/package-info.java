/** Processes, threads, who runs where, and what waits for what. */
package org.rustos.kernel.process;
