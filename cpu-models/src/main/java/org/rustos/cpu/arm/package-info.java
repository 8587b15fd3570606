/**
 * The AArch64 hart: user code on the Unicorn engine at EL0 under real page tables, pointer
 * authentication, and what the out-of-order timing needs to know of A64. What a trap means is not
 * known here, and no cost stands in code: costs come from the profile.
 *
 * <p>The measurement marker is {@code udf #0x5255} (word 0x00005255): kind in X0, value in X1.
 */
package org.rustos.cpu.arm;
