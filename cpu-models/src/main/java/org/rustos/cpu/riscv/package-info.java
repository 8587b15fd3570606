/**
 * RISC-V harts under a kernel model: what {@code --cpu riscv-cheri} is. The core itself is in the
 * packages below; nothing of a bare board belongs here.
 */
package org.rustos.cpu.riscv;
