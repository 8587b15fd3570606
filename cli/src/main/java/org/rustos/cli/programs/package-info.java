/**
 * Real programs run twice, natively and on the simulated machine, and compared. It starts the
 * emulator as a user would, by its command line; nothing here may reach into a run.
 */
package org.rustos.cli.programs;
