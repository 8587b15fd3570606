/**
 * Recordings of runs and suites, and doing them again from nothing but the recording. What a run is
 * and how a suite is run belongs elsewhere.
 */
package org.rustos.cli.replay;
