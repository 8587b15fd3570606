/**
 * What a recording of a run holds: files that are written while the run goes on, and the same files
 * read in place of the world. What a run is belongs to {@code run}, doing one again to {@code
 * replay}.
 */
package org.rustos.cli.record;
