package org.rustos.cpu.riscv.hart;

import org.rustos.cpu.riscv.isa.Decoder;
import org.rustos.cpu.riscv.isa.OpCode;
import org.rustos.cpu.riscv.op.BitOps;

/** Executes Zba and Zbb. */
final class BitUnit {
    /** The last operation of the tables that is not CHERI's. */
    static final int LAST = OpCode.REV8;

    private final RiscvState state;

    BitUnit(RiscvState state) {
        this.state = state;
    }

    /** Whether an operation belongs here. */
    static boolean owns(int opCode) {
        return opCode >= OpCode.ADD_UW && opCode <= LAST;
    }

    void execute(long op) {
        long a = state.x[Decoder.rs1(op)];
        long b = state.x[Decoder.rs2(op)];
        int shift = Decoder.immediate(op);
        state.x[Decoder.rd(op)] =
                switch (Decoder.opCode(op)) {
                    case OpCode.ADD_UW -> BitOps.addUw(a, b);
                    case OpCode.SH1ADD -> BitOps.sh1add(a, b);
                    case OpCode.SH1ADD_UW -> BitOps.sh1addUw(a, b);
                    case OpCode.SH2ADD -> BitOps.sh2add(a, b);
                    case OpCode.SH2ADD_UW -> BitOps.sh2addUw(a, b);
                    case OpCode.SH3ADD -> BitOps.sh3add(a, b);
                    case OpCode.SH3ADD_UW -> BitOps.sh3addUw(a, b);
                    case OpCode.ANDN -> BitOps.andn(a, b);
                    case OpCode.ORN -> BitOps.orn(a, b);
                    case OpCode.XNOR -> BitOps.xnor(a, b);
                    case OpCode.MIN -> BitOps.min(a, b);
                    case OpCode.MINU -> BitOps.minu(a, b);
                    case OpCode.MAX -> BitOps.max(a, b);
                    case OpCode.MAXU -> BitOps.maxu(a, b);
                    case OpCode.ROL -> BitOps.rol(a, b);
                    case OpCode.ROR -> BitOps.ror(a, b);
                    case OpCode.ROLW -> BitOps.rolw(a, b);
                    case OpCode.RORW -> BitOps.rorw(a, b);
                    case OpCode.SLLI_UW -> BitOps.slliUw(a, shift);
                    case OpCode.RORI -> BitOps.ror(a, shift);
                    case OpCode.RORIW -> BitOps.rorw(a, shift);
                    case OpCode.CLZ -> BitOps.clz(a);
                    case OpCode.CLZW -> BitOps.clzw(a);
                    case OpCode.CTZ -> BitOps.ctz(a);
                    case OpCode.CTZW -> BitOps.ctzw(a);
                    case OpCode.CPOP -> BitOps.cpop(a);
                    case OpCode.CPOPW -> BitOps.cpopw(a);
                    case OpCode.SEXT_B -> BitOps.sextB(a);
                    case OpCode.SEXT_H -> BitOps.sextH(a);
                    case OpCode.ZEXT_H -> BitOps.zextH(a);
                    case OpCode.ORC_B -> BitOps.orcB(a);
                    default -> BitOps.rev8(a);
                };
    }
}
