/**
 * What each RISC-V instruction computes: one static method per instruction on primitives, a file
 * per extension, shared by every engine. No registers, no memory, no decoding.
 */
package org.rustos.cpu.riscv.op;
