/**
 * Hardware threads: they run until they stop and say why.
 *
 * <p>Nothing here belongs to one ISA, and nothing here knows what a system call means.
 */
package org.rustos.core.hart;
