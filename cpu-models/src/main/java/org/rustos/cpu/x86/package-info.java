/**
 * The x86-64 hart: user code on the Unicorn engine at CPL 3 under real page tables, and the block
 * timing of an out-of-order core. What a trap means is not known here, and no cost stands in code:
 * costs come from the profile.
 */
package org.rustos.cpu.x86;
