/**
 * The command {@code cap}: hardware capabilities shown to people and answered to scripts. What a
 * capability means stands in {@code org.rustos.cpu.riscv.cheri}.
 */
package org.rustos.cli.cap;
