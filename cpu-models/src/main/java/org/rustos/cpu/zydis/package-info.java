/**
 * The thin binding to the Zydis decoder: bytes in, one {@link org.rustos.cpu.zydis.Instruction}
 * out, with what it reads and writes. No costs and no engine here.
 */
package org.rustos.cpu.zydis;
