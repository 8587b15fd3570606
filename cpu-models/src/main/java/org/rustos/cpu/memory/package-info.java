/**
 * Memory of the host by plain addresses, for the hot loops of engines. No segment, no arena and
 * nothing of a guest belongs here.
 */
package org.rustos.cpu.memory;
