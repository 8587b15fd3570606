/**
 * Speculative pre-loading of capabilities: a cache of descriptors in front of the capability table,
 * and a predictor that fills it ahead of use. A switch of mechanisms, off unless it is set.
 *
 * <p>It decides what a check costs and never what its answer is: the table is asked at each use.
 */
package org.rustos.kernel.preload;
