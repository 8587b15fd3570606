/**
 * Running experiments: the service that composes and runs one machine, and the pool of worker
 * processes around it. No statistics and no rendering here.
 */
package org.rustos.bench.run;
