package org.rustos.kernel.ebpf.isa;

/**
 * One row of the instruction table.
 *
 * @param variant what tells it from other rows with the same opcode: the offset field of arithmetic
 *     operations, the immediate of atomic ones; 0 otherwise
 * @param bits width of the operation, or of the memory access
 * @param register whether the second operand is a register
 * @param version the first version of the instruction set (as {@code -mcpu=vN} numbers them) that a
 *     compiler needs to emit it
 */
public record Form(
        int opcode,
        int variant,
        Kind kind,
        Operation operation,
        int bits,
        boolean register,
        Group group,
        int version) {

    /** For arithmetic. */
    public AluOp alu() {
        return (AluOp) operation;
    }

    /** For conditional jumps. */
    public JumpOp jump() {
        return (JumpOp) operation;
    }

    /** For atomic accesses. */
    public AtomicOp atomic() {
        return (AtomicOp) operation;
    }

    /** For conversions of byte order. */
    public SwapOp swap() {
        return (SwapOp) operation;
    }

    /** Bytes of a memory access. */
    public int bytes() {
        return bits / 8;
    }
}
