package org.rustos.kernel.ebpf.isa;

/** What a form does beyond its kind, where one opcode class holds several operations. */
public sealed interface Operation permits AluOp, JumpOp, AtomicOp, SwapOp, NoOperation {}
