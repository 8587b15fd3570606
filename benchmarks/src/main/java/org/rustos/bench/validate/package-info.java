/**
 * Simulated against silicon: the same microbenchmarks that were run on a real core, run on the
 * model. Nothing here may feed a figure back into a profile.
 */
package org.rustos.bench.validate;
