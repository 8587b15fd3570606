/**
 * Experiments on the real simulator: which CPU models, mechanisms and workloads there are, how a
 * cell is put together, and how guest markers become stretches. No statistics here.
 */
package org.rustos.bench.simulation;
