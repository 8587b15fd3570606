/**
 * The AArch64 hart: user code on the Unicorn engine at EL0 under real page tables, pointer
 * authentication, and what the out-of-order timing needs to know of A64. What a trap means is not
 * known here, and no cost stands in code: costs come from the profile.
 */
package org.rustos.cpu.arm;
