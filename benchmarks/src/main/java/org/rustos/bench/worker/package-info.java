/**
 * The worker process: a JVM that runs experiments one at a time, so that an engine's abort costs a
 * row and not the suite. It speaks one JSON line per request and answer on its standard streams.
 */
package org.rustos.bench.worker;
