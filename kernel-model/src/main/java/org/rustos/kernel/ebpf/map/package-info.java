/**
 * Maps: what programs remember between runs and share with each other. Values live in regions that
 * programs may point into; everything here is bounded by what the map was made for.
 */
package org.rustos.kernel.ebpf.map;
