package org.rustos.cpu.riscv.translator;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import org.rustos.core.timing.BranchPredictor;
import org.rustos.cpu.riscv.hart.Block;
import org.rustos.cpu.riscv.hart.BlockPrices;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the method of a region: its blocks with what they cost and where they go. Everything rare
 * stands behind the last block, so that what is usual lies together.
 *
 * <p>An object writes once; the class builder may want the same method twice.
 */
final class RegionEmitter {
    private static final ClassDesc PREDICTOR = desc(BranchPredictor.class);
    private static final ClassDesc BLOCK = desc(Block.class);
    private static final MethodTypeDesc LONG_TO_LONG = MethodTypeDesc.of(CD_long, CD_long);

    private static final MethodTypeDesc FETCH =
            MethodTypeDesc.of(CD_long, BLOCK, CD_long, CD_long, CD_long);

    /** Most calls whose return is looked for in the region. */
    private static final int MOST_RETURNS = 6;

    private final CodeBuilder code;
    private final RegionShape shape;
    private final boolean timed;
    private final BlockPrices prices;
    private final Frame frame;
    private final OpEmitter ops;
    private final Label[] starts;
    private final List<Runnable> rare = new ArrayList<>();
    private final Label left;
    private final Label trapped;

    RegionEmitter(
            CodeBuilder code, RegionShape shape, boolean timed, int shift, BlockPrices prices) {
        this.code = code;
        this.shape = shape;
        this.timed = timed;
        this.prices = prices;
        this.frame = new Frame(code, shape, shift, timed);
        this.left = code.newLabel();
        this.trapped = code.newLabel();
        this.ops = new OpEmitter(code, frame, rare, trapped);
        this.starts = new Label[shape.blocks().size()];
        for (int i = 0; i < starts.length; i++) {
            starts[i] = code.newLabel();
        }
    }

    static ClassDesc desc(Class<?> type) {
        return type.describeConstable().orElseThrow();
    }

    void emit() {
        frame.enter();
        for (int i = 0; i < starts.length; i++) {
            block(i);
        }
        for (int i = 0; i < rare.size(); i++) {
            rare.get(i).run();
        }
        code.labelBinding(left);
        frame.leave();
        code.labelBinding(trapped);
        frame.trap();
    }

    private void block(int number) {
        Block block = shape.blocks().get(number);
        code.labelBinding(starts[number]);
        if (timed) {
            fetch(number);
        }
        ops.begin(block, number);
        int count = block.ops().length;
        for (int i = 0; i < count; i++) {
            ops.emit(i);
        }
        code.lload(Frame.CLOCK);
        code.lload(Frame.PRICE);
        code.ladd();
        code.lstore(Frame.CLOCK);
        code.lload(Frame.COUNT);
        code.loadConstant((long) count);
        code.ladd();
        code.lstore(Frame.COUNT);
        leave(block, number);
    }

    /** Lines that may not be near any more are fetched; see {@code HartClock.fetch}. */
    private void fetch(int number) {
        Label again = code.newLabel();
        Label near = code.newLabel();
        long bit = 1L << number;
        code.lload(Frame.FETCHED).loadConstant(bit).land().lconst_0().lcmp().ifeq(again);
        code.labelBinding(near);
        rare.add(
                () -> {
                    code.labelBinding(again);
                    code.aload(Frame.STATE);
                    code.aload(Frame.BLOCKS).loadConstant(number).aaload();
                    code.loadConstant(bit).lload(Frame.FETCHED).lload(Frame.CLOCK);
                    code.invokevirtual(Frame.REGION_STATE, "fetch", FETCH);
                    code.lstore(Frame.FETCHED);
                    ops.afterCall();
                    code.goto_(near);
                });
    }

    private void leave(Block block, int number) {
        switch (block.end()) {
            case THROUGH -> go(block, number, block.endPc());
            case JUMP -> go(block, number, block.target());
            case CALL -> {
                called(block);
                go(block, number, block.target());
            }
            case BRANCH -> branch(block, number);
            case INDIRECT_CALL -> {
                predictIndirect(block);
                called(block);
                indirect(block, number, List.of());
            }
            case INDIRECT_JUMP -> {
                predictIndirect(block);
                indirect(block, number, List.of());
            }
            case RETURN -> {
                if (timed) {
                    code.aload(Frame.PREDICTOR).lload(Frame.TARGET);
                    code.invokevirtual(PREDICTOR, "ret", MethodTypeDesc.of(CD_boolean, CD_long));
                    missedUnless("missedReturn");
                }
                indirect(block, number, returns());
            }
            case SYSTEM -> throw new IllegalStateException("a system block is not translated");
        }
    }

    private void branch(Block block, int number) {
        Label taken = code.newLabel();
        ops.branch(block.ops().length - 1, taken);
        predict(block, false);
        go(block, number, block.endPc());
        code.labelBinding(taken);
        predict(block, block.target() != block.endPc());
        go(block, number, block.target());
    }

    /** What {@link BranchPredictor#conditional} does, with everything it looks at in locals. */
    private void predict(Block block, boolean taken) {
        if (!timed) {
            return;
        }
        int outcome = taken ? 1 : 0;
        long pc = block.pcOf(block.ops().length - 1);
        code.loadConstant(BranchPredictor.place(pc)).iload(Frame.HISTORY).ixor();
        code.aload(Frame.COUNTERS).arraylength().iconst_1().isub().iand().istore(Frame.ENTRY);
        code.aload(Frame.COUNTERS).iload(Frame.ENTRY).baload().istore(Frame.COUNTER);
        code.aload(Frame.COUNTERS).iload(Frame.ENTRY);
        code.loadConstant(BranchPredictor.NEXT);
        code.iload(Frame.COUNTER).iconst_2().ishl().loadConstant(2 * outcome).iadd();
        code.iushr().iconst_3().iand().i2b().bastore();
        code.iload(Frame.HISTORY).iconst_1().ishl();
        if (taken) {
            code.iconst_1().ior();
        }
        code.iload(Frame.HISTORY_MASK).iand().istore(Frame.HISTORY);
        Label right = code.newLabel();
        code.iload(Frame.COUNTER).iconst_2();
        if (taken) {
            code.if_icmpge(right);
        } else {
            code.if_icmplt(right);
        }
        missed("missed");
        code.labelBinding(right);
    }

    private void predictIndirect(Block block) {
        if (timed) {
            frame.history(false);
            code.aload(Frame.PREDICTOR);
            code.loadConstant(block.pcOf(block.ops().length - 1));
            code.lload(Frame.TARGET);
            code.invokevirtual(
                    PREDICTOR, "indirect", MethodTypeDesc.of(CD_boolean, CD_long, CD_long));
            missedUnless("missedIndirect");
            frame.history(true);
        }
    }

    /** Takes whether the prediction was right from the stack. */
    private void missedUnless(String method) {
        Label right = code.newLabel();
        code.ifne(right);
        missed(method);
        code.labelBinding(right);
    }

    private void missed(String method) {
        code.aload(Frame.STATE).lload(Frame.CLOCK);
        code.invokevirtual(Frame.REGION_STATE, method, LONG_TO_LONG);
        code.lstore(Frame.CLOCK);
    }

    private void called(Block block) {
        if (timed) {
            code.aload(Frame.PREDICTOR).loadConstant(block.endPc());
            code.invokevirtual(PREDICTOR, "call", MethodTypeDesc.of(CD_void, CD_long));
        }
    }

    /** Behind the calls of the region, where returns may go. */
    private List<Block> returns() {
        List<Block> found = new ArrayList<>();
        for (Block block : shape.blocks()) {
            boolean calls = block.end() == Block.End.CALL || block.end() == Block.End.INDIRECT_CALL;
            Block behind = calls ? shape.at(block.endPc()) : null;
            if (behind != null && found.size() < MOST_RETURNS) {
                found.add(behind);
            }
        }
        return found;
    }

    private void indirect(Block block, int number, List<Block> others) {
        List<Block> targets = new ArrayList<>();
        if (shape.number(block.nextTaken()) >= 0) {
            targets.add(block.nextTaken());
        }
        others.stream().filter(other -> !targets.contains(other)).forEach(targets::add);
        for (Block target : targets) {
            Label other = code.newLabel();
            code.lload(Frame.TARGET).loadConstant(target.pc()).lcmp().ifne(other);
            go(block, number, target.pc());
            code.labelBinding(other);
        }
        code.lload(Frame.TARGET).lstore(Frame.EXIT_PC);
        exit(number);
    }

    /** Goes on at an address, in the region or outside. */
    private void go(Block from, int number, long pc) {
        Block to = shape.at(pc);
        if (to == null) {
            code.loadConstant(pc).lstore(Frame.EXIT_PC);
            exit(number);
            return;
        }
        Label enough = code.newLabel();
        code.lload(Frame.CLOCK).lload(Frame.HORIZON).lcmp().ifge(enough);
        // Taken is what does not go on behind the block, as the interpreter sees it.
        code.loadConstant(to.costMc(from, pc != from.endPc(), prices)).lstore(Frame.PRICE);
        code.goto_(starts[shape.number(to)]);
        rare.add(
                () -> {
                    code.labelBinding(enough);
                    code.loadConstant(pc).lstore(Frame.EXIT_PC);
                    exit(number);
                });
    }

    private void exit(int number) {
        code.loadConstant(number).istore(Frame.EXIT);
        code.goto_w(left);
    }
}
