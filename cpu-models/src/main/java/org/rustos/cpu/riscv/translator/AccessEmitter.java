package org.rustos.cpu.riscv.translator;

import static java.lang.constant.ConstantDescs.CD_byte;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_short;
import static java.lang.constant.ConstantDescs.CD_void;

import org.rustos.cpu.memory.HostMemory;
import org.rustos.cpu.riscv.hart.NearLines;
import org.rustos.cpu.riscv.isa.Decoder;
import org.rustos.cpu.riscv.isa.OpCode;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;

/**
 * Writes loads and stores: one comparison with what {@link NearLines} knows, and behind the last
 * block the call for everything else.
 */
final class AccessEmitter {
    private static final ClassDesc MEMORY = RegionEmitter.desc(HostMemory.class);
    private static final MethodTypeDesc LOAD =
            MethodTypeDesc.of(CD_long, CD_long, CD_int, CD_long, CD_long, CD_int);
    private static final MethodTypeDesc STORE =
            MethodTypeDesc.of(CD_void, CD_long, CD_long, CD_int, CD_long, CD_long, CD_int);

    private final CodeBuilder code;
    private final Frame frame;
    private final List<Runnable> rare;
    private final Label trapped;

    AccessEmitter(CodeBuilder code, Frame frame, List<Runnable> rare, Label trapped) {
        this.code = code;
        this.frame = frame;
        this.rare = rare;
        this.trapped = trapped;
    }

    void load(long op, int opCode, int site) {
        int target = frame.integer(Decoder.rd(op));
        switch (opCode) {
            case OpCode.LB -> load(op, 1, "getByte", CD_byte, site, () -> signed(1), target);
            case OpCode.LBU -> load(op, 1, "getByte", CD_byte, site, () -> unsigned(0xff), target);
            case OpCode.LH -> load(op, 2, "getShort", CD_short, site, () -> signed(2), target);
            case OpCode.LHU ->
                    load(op, 2, "getShort", CD_short, site, () -> unsigned(0xffff), target);
            case OpCode.LW -> load(op, 4, "getInt", CD_int, site, () -> signed(4), target);
            case OpCode.LWU ->
                    load(op, 4, "getInt", CD_int, site, () -> unsigned(0xffffffffL), target);
            default -> load(op, 8, "getLong", CD_long, site, () -> {}, target);
        }
    }

    /** From a long with whatever above its low bytes to a signed one. */
    private void signed(int bytes) {
        code.l2i();
        if (bytes == 1) {
            code.i2b();
        } else if (bytes == 2) {
            code.i2s();
        }
        code.i2l();
    }

    private void unsigned(long mask) {
        code.loadConstant(mask).land();
    }

    /**
     * Writes a load.
     *
     * @param extend turns the long on the stack into the register's value
     * @param target local, or 0 if nobody wants it
     */
    void load(
            long op,
            int size,
            String method,
            ClassDesc type,
            int site,
            Runnable extend,
            int target) {
        Label ask = code.newLabel();
        Label done = code.newLabel();
        address(op);
        compare(Frame.READ, size, ask);
        place(Frame.READ);
        code.invokestatic(MEMORY, method, MethodTypeDesc.of(type, CD_long));
        if (size != 8) {
            code.i2l();
        }
        extend.run();
        frame.pop(target);
        code.labelBinding(done);
        rare.add(
                () -> {
                    code.labelBinding(ask);
                    code.aload(Frame.STATE).lload(Frame.AT).loadConstant(size);
                    code.lload(Frame.CLOCK).lload(Frame.COUNT).loadConstant(site);
                    code.invokevirtual(Frame.REGION_STATE, "load", LOAD).lstore(Frame.VALUE);
                    unlessTrapped();
                    code.lload(Frame.VALUE);
                    extend.run();
                    frame.pop(target);
                    code.goto_(done);
                });
    }

    void store(long op, int opCode, int site) {
        int source = frame.integer(Decoder.rs2(op));
        switch (opCode) {
            case OpCode.SB -> store(op, 1, "setByte", CD_byte, site, source);
            case OpCode.SH -> store(op, 2, "setShort", CD_short, site, source);
            case OpCode.SW -> store(op, 4, "setInt", CD_int, site, source);
            default -> store(op, 8, "setLong", CD_long, site, source);
        }
    }

    /** Writes a store of a local, or of 0. */
    void store(long op, int size, String method, ClassDesc type, int site, int source) {
        Label ask = code.newLabel();
        Label done = code.newLabel();
        address(op);
        compare(Frame.WRITE, size, ask);
        place(Frame.WRITE);
        frame.push(source);
        if (size != 8) {
            code.l2i();
        }
        if (size == 1) {
            code.i2b();
        } else if (size == 2) {
            code.i2s();
        }
        code.invokestatic(MEMORY, method, MethodTypeDesc.of(CD_void, CD_long, type));
        code.labelBinding(done);
        rare.add(
                () -> {
                    code.labelBinding(ask);
                    code.aload(Frame.STATE).lload(Frame.AT);
                    frame.push(source);
                    code.loadConstant(size).lload(Frame.CLOCK).lload(Frame.COUNT);
                    code.loadConstant(site);
                    code.invokevirtual(Frame.REGION_STATE, "store", STORE);
                    unlessTrapped();
                    code.goto_(done);
                });
    }

    /** Takes over what a call may have changed, or leaves if it trapped. */
    void unlessTrapped() {
        afterCall();
        code.lload(Frame.CLOCK).lconst_0().lcmp();
        Label goesOn = code.newLabel();
        code.ifge(goesOn).goto_w(trapped);
        code.labelBinding(goesOn);
    }

    /** Takes over the clock, the horizon, and whether blocks are still near. */
    void afterCall() {
        code.aload(Frame.STATE).getfield(Frame.REGION_STATE, "clockMc", CD_long);
        code.lstore(Frame.CLOCK);
        code.aload(Frame.STATE).getfield(Frame.REGION_STATE, "horizonMc", CD_long);
        code.lstore(Frame.HORIZON);
        if (frame.timed()) {
            code.lload(Frame.FETCHED);
            code.aload(Frame.STATE).getfield(Frame.REGION_STATE, "near", CD_long);
            code.land().lstore(Frame.FETCHED);
        }
    }

    private void address(long op) {
        int base = frame.integer(Decoder.rs1(op));
        frame.push(base);
        int offset = Decoder.immediate(op);
        if (offset != 0) {
            code.loadConstant((long) offset).ladd();
        }
        code.lstore(Frame.AT);
    }

    private void compare(int pairs, int size, Label ask) {
        int shift = frame.shift();
        code.lload(Frame.AT).loadConstant(shift - 1).lushr().l2i();
        code.loadConstant(2 * NearLines.ENTRIES - 2).iand().istore(Frame.ENTRY);
        code.aload(pairs).iload(Frame.ENTRY).laload();
        code.lload(Frame.AT).loadConstant(-1L << shift | size - 1).land();
        code.lcmp().ifne(ask);
    }

    private void place(int pairs) {
        code.lload(Frame.AT).aload(pairs).iload(Frame.ENTRY).iconst_1().iadd().laload().ladd();
    }
}
