/**
 * The remote stub for gdb: frames and the one socket, registers as gdb names them, and a command
 * for each packet. What a run is and how it goes back in time is {@code org.rustos.channels.debug}.
 */
package org.rustos.cli.gdb;
