/**
 * One RISC-V hart: registers, control and status registers, privilege, address translation and the
 * interpreter. It reaches the world through {@link org.rustos.cpu.riscv.hart.Bus} and knows no
 * device.
 */
package org.rustos.cpu.riscv.hart;
