/**
 * What RISC-V instructions look like: the table of operations as data, and what is made from it
 * (decoder, disassembler, operation numbers, assembler header). What they do and cost goes
 * elsewhere.
 *
 * <p>A line of a table (resources {@code rv64gc.ops}, {@code cheri-v9.ops}, and {@code
 * cheri-v9-capability-mode.ops} where PCC's flag changes the meaning of encodings) is {@code name
 * match mask operands class}. Operands are the assembly syntax; each word in it is an {@link
 * org.rustos.cpu.riscv.isa.Operand} with its place in the encoding. A compressed operation adds the
 * operation that it stands for, and what its encoding leaves out ({@code rs1=2}, {@code rd=rs1}) or
 * reserves ({@code imm!=0}). Add an operation by adding a line and running {@link
 * org.rustos.cpu.riscv.isa.OpSources}.
 */
package org.rustos.cpu.riscv.isa;
