package org.rustos.cpu.riscv.translator;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import org.rustos.core.timing.BranchPredictor;
import org.rustos.cpu.riscv.fp.FloatStatus;
import org.rustos.cpu.riscv.hart.Block;
import org.rustos.cpu.riscv.hart.HartClock;
import org.rustos.cpu.riscv.hart.NearLines;
import org.rustos.cpu.riscv.hart.RiscvHart;
import org.rustos.cpu.riscv.hart.RiscvMemory;
import org.rustos.cpu.riscv.hart.RiscvState;
import org.rustos.cpu.riscv.isa.Decoder;
import org.rustos.cpu.riscv.isa.RegisterUse;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/**
 * The local variables of a region's method: registers of the guest that it names, the clock, and
 * the arrays that it looks into. Registers come in at the start and go out at every exit.
 */
final class Frame {
    static final int SELF = 0;
    static final int HART = 1;
    static final int STATE = 2;
    static final int READ = 3;
    static final int WRITE = 4;
    static final int BLOCKS = 5;
    static final int PREDICTOR = 6;

    /** The predictor's counters, its history and how much of that counts. */
    static final int COUNTERS = 7;

    static final int HISTORY = 8;
    static final int HISTORY_MASK = 9;
    static final int FLAGS = 10;
    static final int EXIT = 12;

    /** Pair of {@link NearLines} that an access looks at. */
    static final int ENTRY = 13;

    static final int ROUNDING = 14;
    static final int COUNTER = 15;
    static final int CLOCK = 16;

    /** What the block costs that is being executed. */
    static final int PRICE = 18;

    /** Instructions of the blocks that are done. */
    static final int COUNT = 20;

    /** Where an indirect jump goes. */
    static final int TARGET = 22;

    static final int EXIT_PC = 24;

    /** Address of an access. */
    static final int AT = 26;

    /** What a rare load gave, until it is known not to have trapped. */
    static final int VALUE = 28;

    static final int HORIZON = 30;

    /** Which blocks are known to be near, a bit for each. */
    static final int FETCHED = 32;

    private static final int FIRST_REGISTER = 34;

    static final ClassDesc LONGS = ClassDesc.ofDescriptor("[J");
    static final ClassDesc BLOCK_ARRAY = RegionEmitter.desc(Block.class).arrayType();
    static final ClassDesc REGION_STATE = RegionEmitter.desc(RegionState.class);
    static final ClassDesc TRANSLATED = RegionEmitter.desc(TranslatedRegion.class);
    private static final ClassDesc HART_CLASS = RegionEmitter.desc(RiscvHart.class);
    private static final ClassDesc STATE_CLASS = RegionEmitter.desc(RiscvState.class);
    private static final ClassDesc PREDICTOR_CLASS = RegionEmitter.desc(BranchPredictor.class);
    private static final ClassDesc BYTES = ClassDesc.ofDescriptor("[B");
    private static final ClassDesc NEAR = RegionEmitter.desc(NearLines.class);
    private static final RegisterUse USE = RegisterUse.ALL;

    private final CodeBuilder code;
    private final boolean timed;
    private final int shift;

    /** Local of each register by the numbers of {@link RegisterUse}, or 0. */
    private final int[] slots = new int[RegisterUse.REGISTERS];

    private final boolean[] written = new boolean[RegisterUse.REGISTERS];
    private boolean floats;

    Frame(CodeBuilder code, RegionShape shape, int shift, boolean timed) {
        this.code = code;
        this.shift = shift;
        this.timed = timed;
        int next = FIRST_REGISTER;
        for (Block block : shape.blocks()) {
            for (long op : block.ops()) {
                int target = USE.target(op);
                written[target] = true;
                for (int r : new int[] {USE.first(op), USE.second(op), USE.third(op), target}) {
                    if (r != 0 && r != Decoder.SINK && slots[r] == 0) {
                        slots[r] = next;
                        next += 2;
                        floats |= r >= RegisterUse.FLOAT;
                    }
                }
            }
        }
    }

    /** Puts a local on the stack, or 0 where there is none. */
    void push(int local) {
        if (local == 0) {
            code.lconst_0();
        } else {
            code.lload(local);
        }
    }

    /** Takes a long from the stack into a local, or away where there is none. */
    void pop(int local) {
        if (local == 0) {
            code.pop2();
        } else {
            code.lstore(local);
        }
    }

    boolean timed() {
        return timed;
    }

    int shift() {
        return shift;
    }

    /** Local of an integer register; 0 for x0 and the sink. */
    int integer(int register) {
        return register == Decoder.SINK ? 0 : slots[register];
    }

    /** Local of a floating-point register. */
    int floating(int register) {
        return slots[RegisterUse.FLOAT + register];
    }

    void enter() {
        ClassDesc region = TRANSLATED;
        code.aload(SELF).getfield(region, "state", REGION_STATE).astore(STATE);
        code.aload(SELF);
        code.invokevirtual(region, "blocks", MethodTypeDesc.of(BLOCK_ARRAY)).astore(BLOCKS);
        code.aload(HART);
        code.invokevirtual(
                HART_CLASS, "memory", MethodTypeDesc.of(RegionEmitter.desc(RiscvMemory.class)));
        code.invokevirtual(RegionEmitter.desc(RiscvMemory.class), "near", MethodTypeDesc.of(NEAR));
        near("read", READ);
        near("write", WRITE);
        code.pop();
        if (timed) {
            ClassDesc clock = RegionEmitter.desc(HartClock.class);
            ClassDesc predictor = PREDICTOR_CLASS;
            code.aload(HART).invokevirtual(HART_CLASS, "clock", MethodTypeDesc.of(clock));
            code.invokevirtual(clock, "predictor", MethodTypeDesc.of(predictor)).astore(PREDICTOR);
            code.aload(PREDICTOR);
            code.invokevirtual(predictor, "counters", MethodTypeDesc.of(BYTES)).astore(COUNTERS);
            code.aload(PREDICTOR);
            code.invokevirtual(predictor, "historyMask", MethodTypeDesc.of(CD_int));
            code.istore(HISTORY_MASK);
            history(true);
            code.aload(STATE).aload(SELF);
            code.invokevirtual(REGION_STATE, "fetched", MethodTypeDesc.of(CD_long, TRANSLATED));
            code.lstore(FETCHED);
        }
        if (floats) {
            ClassDesc flags = RegionEmitter.desc(FloatStatus.class);
            state();
            code.invokevirtual(STATE_CLASS, "floatStatus", MethodTypeDesc.of(flags)).astore(FLAGS);
            code.aload(HART).invokevirtual(HART_CLASS, "roundingMode", MethodTypeDesc.of(CD_int));
            code.istore(ROUNDING);
        }
        registers(true);
        code.aload(STATE).aload(BLOCKS).iconst_0().aaload();
        code.invokevirtual(
                REGION_STATE, "enter", MethodTypeDesc.of(CD_long, RegionEmitter.desc(Block.class)));
        code.lstore(PRICE);
        code.aload(STATE).getfield(REGION_STATE, "clockMc", CD_long).lstore(CLOCK);
        code.aload(STATE).getfield(REGION_STATE, "horizonMc", CD_long).lstore(HORIZON);
        for (int local : new int[] {COUNT, TARGET, EXIT_PC, AT, VALUE}) {
            code.lconst_0().lstore(local);
        }
        code.iconst_0().istore(ENTRY);
        code.iconst_0().istore(EXIT);
    }

    /** Takes the predictor's history along, or gives it back. */
    void history(boolean in) {
        code.aload(PREDICTOR);
        if (in) {
            code.invokevirtual(PREDICTOR_CLASS, "history", MethodTypeDesc.of(CD_int));
            code.istore(HISTORY);
        } else {
            code.iload(HISTORY);
            code.invokevirtual(PREDICTOR_CLASS, "history", MethodTypeDesc.of(CD_void, CD_int));
        }
    }

    /** What a region gives back wherever it ends. */
    private void giveBack() {
        registers(false);
        if (timed) {
            history(false);
            code.aload(STATE).aload(SELF).lload(FETCHED);
            code.invokevirtual(
                    REGION_STATE, "fetched", MethodTypeDesc.of(CD_void, TRANSLATED, CD_long));
        }
    }

    private void near(String array, int local) {
        code.dup().invokevirtual(NEAR, array, MethodTypeDesc.of(LONGS)).astore(local);
    }

    private void state() {
        code.aload(HART).invokevirtual(HART_CLASS, "state", MethodTypeDesc.of(STATE_CLASS));
    }

    /** Moves the guest's registers between the hart's arrays and locals. */
    private void registers(boolean in) {
        for (boolean integers : new boolean[] {true, false}) {
            int from = integers ? 1 : RegisterUse.FLOAT;
            int to = integers ? Decoder.SINK : RegisterUse.REGISTERS;
            boolean any = false;
            for (int r = from; r < to; r++) {
                if (slots[r] == 0 || !in && !written[r]) {
                    continue;
                }
                if (!any) {
                    any = true;
                    state();
                    String file = integers ? "integers" : "floats";
                    code.invokevirtual(STATE_CLASS, file, MethodTypeDesc.of(LONGS));
                }
                int index = integers ? r : r - RegisterUse.FLOAT;
                code.dup().loadConstant(index);
                if (in) {
                    code.laload().lstore(slots[r]);
                } else {
                    code.lload(slots[r]).lastore();
                }
            }
            if (any) {
                code.pop();
            }
        }
    }

    /** Behind the end of a block. */
    void leave() {
        giveBack();
        code.aload(STATE);
        code.aload(BLOCKS).iload(EXIT).aaload();
        code.lload(EXIT_PC).lload(CLOCK).lload(COUNT);
        code.invokevirtual(
                REGION_STATE,
                "leave",
                MethodTypeDesc.of(
                        CD_void, RegionEmitter.desc(Block.class), CD_long, CD_long, CD_long));
        code.iconst_0().ireturn();
    }

    /** At an instruction that trapped. */
    void trap() {
        giveBack();
        code.aload(STATE).aload(BLOCKS).lload(PRICE).lload(COUNT);
        code.invokevirtual(
                REGION_STATE, "trapped", MethodTypeDesc.of(CD_void, BLOCK_ARRAY, CD_long, CD_long));
        code.iconst_1().ireturn();
    }
}
