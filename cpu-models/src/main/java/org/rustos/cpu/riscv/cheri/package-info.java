/**
 * Hardware capabilities of CHERI ISAv9 (UCAM-CL-TR-987) as bits: fields, bounds, representability.
 * No registers, memory or instructions; the kernel's own capabilities are another thing.
 */
package org.rustos.cpu.riscv.cheri;
