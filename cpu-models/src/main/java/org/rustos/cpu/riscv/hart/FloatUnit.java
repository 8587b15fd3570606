package org.rustos.cpu.riscv.hart;

import org.rustos.cpu.riscv.fp.FloatStatus;
import org.rustos.cpu.riscv.isa.Decoder;
import org.rustos.cpu.riscv.isa.OpCode;
import org.rustos.cpu.riscv.op.DoubleOps;
import org.rustos.cpu.riscv.op.FloatOps;

/** Executes F and D: registers and rounding mode go to the semantics, results come back. */
public final class FloatUnit {
    private static final int DYNAMIC = 7;
    private static final int ROUNDING_MAX = 4;

    private final RiscvState state;
    private final Csrs csrs;
    private final RiscvMemory memory;

    FloatUnit(RiscvState state, Csrs csrs, RiscvMemory memory) {
        this.state = state;
        this.csrs = csrs;
        this.memory = memory;
    }

    /** Whether an operation belongs here. */
    static boolean owns(int opCode) {
        return opCode >= OpCode.FLW && opCode <= OpCode.FCVT_D_S;
    }

    void execute(long op) {
        if (csrs.floatOff()) {
            throw state.trap.with(Cause.ILLEGAL_INSTRUCTION, 0);
        }
        int opCode = Decoder.opCode(op);
        int rd = Decoder.rd(op);
        long[] f = state.f;
        long at = state.x[Decoder.rs1(op)] + Decoder.immediate(op);
        switch (opCode) {
            case OpCode.FLW -> f[rd] = FloatOps.box(memory.load32(at) & 0xffffffffL);
            case OpCode.FLD -> f[rd] = memory.load64(at);
            case OpCode.FSW -> memory.store32(at, f[Decoder.rs2(op)]);
            case OpCode.FSD -> memory.store64(at, f[Decoder.rs2(op)]);
            default -> compute(op, opCode);
        }
        if (opCode != OpCode.FSW && opCode != OpCode.FSD) {
            csrs.floatDirty();
        }
    }

    private void compute(long op, int opCode) {
        boolean single = opCode < OpCode.FLD;
        if (writesInteger(opCode)) {
            int mode = rounding(op);
            long a = state.f[Decoder.rs1(op)];
            long b = state.f[Decoder.rs2(op)];
            long result = single ? integerOfS(opCode, a, b, mode) : integerOfD(opCode, a, b, mode);
            state.x[Decoder.rd(op)] = result;
            return;
        }
        state.f[Decoder.rd(op)] = single ? single(op, opCode) : doubled(op, opCode);
    }

    /** Whether the result of one of its operations goes to an integer register. */
    public static boolean writesInteger(int opCode) {
        return switch (opCode) {
            case OpCode.FEQ_S, OpCode.FLT_S, OpCode.FLE_S, OpCode.FCLASS_S, OpCode.FMV_X_W -> true;
            case OpCode.FCVT_W_S, OpCode.FCVT_WU_S, OpCode.FCVT_L_S, OpCode.FCVT_LU_S -> true;
            case OpCode.FEQ_D, OpCode.FLT_D, OpCode.FLE_D, OpCode.FCLASS_D, OpCode.FMV_X_D -> true;
            case OpCode.FCVT_W_D, OpCode.FCVT_WU_D, OpCode.FCVT_L_D, OpCode.FCVT_LU_D -> true;
            default -> false;
        };
    }

    /** Whether the source of an operation is an integer register. */
    public static boolean readsInteger(int opCode) {
        return switch (opCode) {
            case OpCode.FCVT_S_W, OpCode.FCVT_S_WU, OpCode.FCVT_S_L, OpCode.FCVT_S_LU -> true;
            case OpCode.FCVT_D_W, OpCode.FCVT_D_WU, OpCode.FCVT_D_L, OpCode.FCVT_D_LU -> true;
            case OpCode.FMV_W_X, OpCode.FMV_D_X -> true;
            default -> false;
        };
    }

    /** The mode of an instruction, or that of frm, which may hold a reserved one. */
    private int rounding(long op) {
        int mode = Decoder.rounding(op);
        int resolved = mode == DYNAMIC ? csrs.roundingMode() : mode;
        if (resolved > ROUNDING_MAX) {
            throw state.trap.with(Cause.ILLEGAL_INSTRUCTION, 0);
        }
        return resolved;
    }

    private long integerOfS(int opCode, long a, long b, int mode) {
        FloatStatus s = state.floatStatus;
        return switch (opCode) {
            case OpCode.FEQ_S -> FloatOps.feq(a, b, s);
            case OpCode.FLT_S -> FloatOps.flt(a, b, s);
            case OpCode.FLE_S -> FloatOps.fle(a, b, s);
            case OpCode.FCLASS_S -> FloatOps.fclass(a);
            case OpCode.FMV_X_W -> FloatOps.fmvXW(a);
            case OpCode.FCVT_W_S -> FloatOps.fcvtWS(a, mode, s);
            case OpCode.FCVT_WU_S -> FloatOps.fcvtWuS(a, mode, s);
            case OpCode.FCVT_L_S -> FloatOps.fcvtLS(a, mode, s);
            default -> FloatOps.fcvtLuS(a, mode, s);
        };
    }

    private long integerOfD(int opCode, long a, long b, int mode) {
        FloatStatus s = state.floatStatus;
        return switch (opCode) {
            case OpCode.FEQ_D -> DoubleOps.feq(a, b, s);
            case OpCode.FLT_D -> DoubleOps.flt(a, b, s);
            case OpCode.FLE_D -> DoubleOps.fle(a, b, s);
            case OpCode.FCLASS_D -> DoubleOps.fclass(a);
            case OpCode.FMV_X_D -> a;
            case OpCode.FCVT_W_D -> DoubleOps.fcvtWD(a, mode, s);
            case OpCode.FCVT_WU_D -> DoubleOps.fcvtWuD(a, mode, s);
            case OpCode.FCVT_L_D -> DoubleOps.fcvtLD(a, mode, s);
            default -> DoubleOps.fcvtLuD(a, mode, s);
        };
    }

    private long single(long op, int opCode) {
        FloatStatus s = state.floatStatus;
        int mode = rounding(op);
        long a = state.f[Decoder.rs1(op)];
        long b = state.f[Decoder.rs2(op)];
        long c = state.f[Decoder.immediate(op) & 31];
        long x = state.x[Decoder.rs1(op)];
        return switch (opCode) {
            case OpCode.FMADD_S -> FloatOps.fmadd(a, b, c, mode, s);
            case OpCode.FMSUB_S -> FloatOps.fmsub(a, b, c, mode, s);
            case OpCode.FNMSUB_S -> FloatOps.fnmsub(a, b, c, mode, s);
            case OpCode.FNMADD_S -> FloatOps.fnmadd(a, b, c, mode, s);
            case OpCode.FADD_S -> FloatOps.fadd(a, b, mode, s);
            case OpCode.FSUB_S -> FloatOps.fsub(a, b, mode, s);
            case OpCode.FMUL_S -> FloatOps.fmul(a, b, mode, s);
            case OpCode.FDIV_S -> FloatOps.fdiv(a, b, mode, s);
            case OpCode.FSQRT_S -> FloatOps.fsqrt(a, mode, s);
            case OpCode.FSGNJ_S -> FloatOps.fsgnj(a, b);
            case OpCode.FSGNJN_S -> FloatOps.fsgnjn(a, b);
            case OpCode.FSGNJX_S -> FloatOps.fsgnjx(a, b);
            case OpCode.FMIN_S -> FloatOps.fmin(a, b, s);
            case OpCode.FMAX_S -> FloatOps.fmax(a, b, s);
            case OpCode.FCVT_S_W -> FloatOps.fcvtSW(x, mode, s);
            case OpCode.FCVT_S_WU -> FloatOps.fcvtSWu(x, mode, s);
            case OpCode.FCVT_S_L -> FloatOps.fcvtSL(x, mode, s);
            case OpCode.FCVT_S_LU -> FloatOps.fcvtSLu(x, mode, s);
            case OpCode.FMV_W_X -> FloatOps.fmvWX(x);
            default -> FloatOps.fcvtSD(a, mode, s);
        };
    }

    private long doubled(long op, int opCode) {
        FloatStatus s = state.floatStatus;
        int mode = rounding(op);
        long a = state.f[Decoder.rs1(op)];
        long b = state.f[Decoder.rs2(op)];
        long c = state.f[Decoder.immediate(op) & 31];
        long x = state.x[Decoder.rs1(op)];
        return switch (opCode) {
            case OpCode.FMADD_D -> DoubleOps.fmadd(a, b, c, mode, s);
            case OpCode.FMSUB_D -> DoubleOps.fmsub(a, b, c, mode, s);
            case OpCode.FNMSUB_D -> DoubleOps.fnmsub(a, b, c, mode, s);
            case OpCode.FNMADD_D -> DoubleOps.fnmadd(a, b, c, mode, s);
            case OpCode.FADD_D -> DoubleOps.fadd(a, b, mode, s);
            case OpCode.FSUB_D -> DoubleOps.fsub(a, b, mode, s);
            case OpCode.FMUL_D -> DoubleOps.fmul(a, b, mode, s);
            case OpCode.FDIV_D -> DoubleOps.fdiv(a, b, mode, s);
            case OpCode.FSQRT_D -> DoubleOps.fsqrt(a, mode, s);
            case OpCode.FSGNJ_D -> DoubleOps.fsgnj(a, b);
            case OpCode.FSGNJN_D -> DoubleOps.fsgnjn(a, b);
            case OpCode.FSGNJX_D -> DoubleOps.fsgnjx(a, b);
            case OpCode.FMIN_D -> DoubleOps.fmin(a, b, s);
            case OpCode.FMAX_D -> DoubleOps.fmax(a, b, s);
            case OpCode.FCVT_D_W -> DoubleOps.fcvtDW(x, mode, s);
            case OpCode.FCVT_D_WU -> DoubleOps.fcvtDWu(x, mode, s);
            case OpCode.FCVT_D_L -> DoubleOps.fcvtDL(x, mode, s);
            case OpCode.FCVT_D_LU -> DoubleOps.fcvtDLu(x, mode, s);
            case OpCode.FMV_D_X -> x;
            default -> DoubleOps.fcvtDS(a, mode, s);
        };
    }
}
