/**
 * What a CPU model must offer, and its profile as data: the only door through which the rest of the
 * house reaches engines.
 */
package org.rustos.core.cpu;
