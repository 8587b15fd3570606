package org.rustos.cpu.riscv.translator;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import org.rustos.cpu.riscv.hart.Block;
import org.rustos.cpu.riscv.isa.Decoder;
import org.rustos.cpu.riscv.isa.OpCode;
import org.rustos.cpu.riscv.op.BaseOps;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.List;

/**
 * Writes one operation after the other. What is simple is written as bytecode, which {@code
 * IntrinsicsTest} holds against {@code op}; the rest calls {@code op}.
 */
final class OpEmitter {
    private static final ClassDesc BASE = RegionEmitter.desc(BaseOps.class);
    private static final MethodTypeDesc COMPARE = MethodTypeDesc.of(CD_boolean, CD_long, CD_long);
    private static final MethodTypeDesc ATOMIC =
            MethodTypeDesc.of(CD_long, CD_long, CD_long, CD_int, CD_long, CD_long, CD_int);

    private final CodeBuilder code;
    private final Frame frame;
    private final AccessEmitter access;
    private final FloatEmitter floats;
    private Block block;
    private int number;

    OpEmitter(CodeBuilder code, Frame frame, List<Runnable> rare, Label trapped) {
        this.code = code;
        this.frame = frame;
        this.access = new AccessEmitter(code, frame, rare, trapped);
        this.floats = new FloatEmitter(code, frame, access);
    }

    /** Takes over what a call may have changed. */
    void afterCall() {
        access.afterCall();
    }

    void begin(Block next, int itsNumber) {
        block = next;
        number = itsNumber;
    }

    /** Writes an operation of the block; a branch at its end is written by {@link #branch}. */
    void emit(int index) {
        long op = block.ops()[index];
        int opCode = Decoder.opCode(op);
        int site = number << RegionState.INDEX_BITS | index;
        if (opCode >= OpCode.BEQ && opCode <= OpCode.BGEU
                || opCode == OpCode.FENCE
                || opCode == OpCode.FENCE_TSO) {
            return;
        }
        if (opCode >= OpCode.LB && opCode <= OpCode.LWU) {
            access.load(op, opCode, site);
        } else if (opCode >= OpCode.SB && opCode <= OpCode.SD) {
            access.store(op, opCode, site);
        } else if (opCode >= OpCode.LR_W && opCode <= OpCode.AMOMAXU_D) {
            atomic(op, opCode, site);
        } else if (opCode >= OpCode.FLW && opCode <= OpCode.FCVT_D_S) {
            floats.emit(op, opCode, site);
        } else if (opCode == OpCode.JALR) {
            jalr(op);
        } else {
            compute(op, opCode, index);
        }
    }

    /** Writes the comparison of a branch, which goes to a label if it is taken. */
    void branch(int index, Label taken) {
        long op = block.ops()[index];
        int opCode = Decoder.opCode(op);
        read(Decoder.rs1(op));
        read(Decoder.rs2(op));
        switch (opCode) {
            case OpCode.BEQ -> code.lcmp().ifeq(taken);
            case OpCode.BNE -> code.lcmp().ifne(taken);
            case OpCode.BLT -> code.lcmp().iflt(taken);
            case OpCode.BGE -> code.lcmp().ifge(taken);
            case OpCode.BLTU -> code.invokestatic(BASE, "bltu", COMPARE).ifne(taken);
            default -> code.invokestatic(BASE, "bgeu", COMPARE).ifne(taken);
        }
    }

    private void read(int register) {
        frame.push(frame.integer(register));
    }

    private void write(int register) {
        frame.pop(frame.integer(register));
    }

    private void jalr(long op) {
        read(Decoder.rs1(op));
        code.loadConstant((long) Decoder.immediate(op)).ladd();
        code.loadConstant(-2L).land().lstore(Frame.TARGET);
        link(op);
    }

    private void link(long op) {
        if (Decoder.rd(op) != Decoder.SINK) {
            code.loadConstant(block.endPc());
            write(Decoder.rd(op));
        }
    }

    private void atomic(long op, int opCode, int site) {
        code.aload(Frame.STATE);
        read(Decoder.rs1(op));
        read(Decoder.rs2(op));
        code.loadConstant(opCode).lload(Frame.CLOCK).lload(Frame.COUNT).loadConstant(site);
        code.invokevirtual(Frame.REGION_STATE, "atomic", ATOMIC).lstore(Frame.VALUE);
        access.unlessTrapped();
        code.lload(Frame.VALUE);
        write(Decoder.rd(op));
    }

    private void compute(long op, int opCode, int index) {
        long immediate = Decoder.immediate(op);
        switch (opCode) {
            case OpCode.LUI -> {
                code.loadConstant(immediate);
                write(Decoder.rd(op));
            }
            case OpCode.AUIPC -> {
                code.loadConstant(block.pcOf(index) + immediate);
                write(Decoder.rd(op));
            }
            case OpCode.JAL -> link(op);
            default -> {
                Method method = OpMethods.of(opCode);
                read(Decoder.rs1(op));
                if (OpMethods.takesImmediate(opCode)) {
                    code.loadConstant(immediate);
                } else if (method.getParameterCount() > 1) {
                    read(Decoder.rs2(op));
                }
                if (!simple(opCode)) {
                    call(code, method);
                }
                write(Decoder.rd(op));
            }
        }
    }

    /** Writes the call of a method of {@code op}; operands are on the stack. */
    static void call(CodeBuilder code, Method method) {
        code.invokestatic(
                RegionEmitter.desc(method.getDeclaringClass()),
                method.getName(),
                MethodType.methodType(method.getReturnType(), method.getParameterTypes())
                        .describeConstable()
                        .orElseThrow());
    }

    /** What the JVM has an instruction for; operands are on the stack. */
    private boolean simple(int opCode) {
        switch (opCode) {
            case OpCode.ADD, OpCode.ADDI -> code.ladd();
            case OpCode.SUB -> code.lsub();
            case OpCode.XOR, OpCode.XORI -> code.lxor();
            case OpCode.OR, OpCode.ORI -> code.lor();
            case OpCode.AND, OpCode.ANDI -> code.land();
            case OpCode.SLL, OpCode.SLLI -> code.l2i().lshl();
            case OpCode.SRL, OpCode.SRLI -> code.l2i().lushr();
            case OpCode.SRA, OpCode.SRAI -> code.l2i().lshr();
            case OpCode.ADDW, OpCode.ADDIW -> code.ladd().l2i().i2l();
            case OpCode.SUBW -> code.lsub().l2i().i2l();
            case OpCode.MUL -> code.lmul();
            case OpCode.MULW -> code.lmul().l2i().i2l();
            default -> {
                return false;
            }
        }
        return true;
    }
}
