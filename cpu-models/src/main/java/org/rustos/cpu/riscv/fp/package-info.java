/**
 * IEEE 754 arithmetic with exact flags in all five rounding modes of RISC-V, on bit patterns. No
 * registers and no NaN boxing: those belong to the instructions.
 */
package org.rustos.cpu.riscv.fp;
