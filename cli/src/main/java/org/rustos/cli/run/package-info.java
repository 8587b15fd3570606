/**
 * The command {@code run}: finds what the words on the command line name, runs it, and says how it
 * ended. What a run is stands in {@code org.rustos.channels.Simulation}; nothing is simulated here.
 */
package org.rustos.cli.run;
