/**
 * What every hart on the Unicorn engine does alike: show it memory, run it from block to block,
 * account what it did, and turn a stop into a value. Registers and traps of an instruction set are
 * in its own package.
 */
package org.rustos.cpu.engine;
