/**
 * Tells whether this host can run the emulator and what to do where it cannot. It only looks:
 * setting up is the business of {@code tools/fetch-natives}.
 */
package org.rustos.cli.doctor;
