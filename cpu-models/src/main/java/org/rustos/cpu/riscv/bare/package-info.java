/**
 * A RISC-V board without our kernel: the devices of QEMU's {@code virt} at their places, an image
 * in machine mode, and HTIF to end it. A device knows offsets and no address.
 */
package org.rustos.cpu.riscv.bare;
