package org.rustos.cpu.riscv.translator;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import org.rustos.cpu.riscv.hart.FloatUnit;
import org.rustos.cpu.riscv.isa.Decoder;
import org.rustos.cpu.riscv.isa.OpCode;

import java.lang.classfile.CodeBuilder;
import java.lang.reflect.Method;

/** Writes F and D: loads, stores, moves of registers, and calls of what computes. */
final class FloatEmitter {
    private static final int DYNAMIC = 7;
    private static final long BOX = 0xffffffff00000000L;

    private final CodeBuilder code;
    private final Frame frame;
    private final AccessEmitter access;

    FloatEmitter(CodeBuilder code, Frame frame, AccessEmitter access) {
        this.code = code;
        this.frame = frame;
        this.access = access;
    }

    void emit(long op, int opCode, int site) {
        int rd = Decoder.rd(op);
        switch (opCode) {
            case OpCode.FLW ->
                    access.load(op, 4, "getInt", CD_int, site, this::box, frame.floating(rd));
            case OpCode.FLD ->
                    access.load(op, 8, "getLong", CD_long, site, () -> {}, frame.floating(rd));
            case OpCode.FSW -> access.store(op, 4, "setInt", CD_int, site, source(Decoder.rs2(op)));
            case OpCode.FSD ->
                    access.store(op, 8, "setLong", CD_long, site, source(Decoder.rs2(op)));
            default -> compute(op, opCode);
        }
    }

    private void box() {
        code.loadConstant(~BOX).land().loadConstant(BOX).lor();
    }

    private int source(int register) {
        return frame.floating(register);
    }

    private void compute(long op, int opCode) {
        Method method = OpMethods.of(opCode);
        boolean fromInteger = FloatUnit.readsInteger(opCode);
        if (fromInteger) {
            frame.push(frame.integer(Decoder.rs1(op)));
        } else {
            code.lload(source(Decoder.rs1(op)));
        }
        if (method != null) {
            operands(op, method);
            OpEmitter.call(code, method);
        }
        if (FloatUnit.writesInteger(opCode)) {
            frame.pop(frame.integer(Decoder.rd(op)));
        } else {
            code.lstore(frame.floating(Decoder.rd(op)));
        }
    }

    /** All but the first: more registers, the rounding mode, the flags. */
    private void operands(long op, Method method) {
        int longs = 0;
        for (Class<?> type : method.getParameterTypes()) {
            if (type == long.class) {
                longs++;
                if (longs == 2) {
                    code.lload(source(Decoder.rs2(op)));
                } else if (longs == 3) {
                    code.lload(source(Decoder.immediate(op) & 31));
                }
            } else if (type == int.class) {
                rounding(Decoder.rounding(op));
            } else {
                code.aload(Frame.FLAGS);
            }
        }
    }

    private void rounding(int mode) {
        if (mode == DYNAMIC) {
            code.iload(Frame.ROUNDING);
        } else {
            code.loadConstant(mode);
        }
    }
}
