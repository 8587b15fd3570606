package org.rustos.cpu.riscv.hart;

import org.rustos.core.hart.BlockObserver;
import org.rustos.core.hart.Budget;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.core.memory.Reservations;
import org.rustos.core.timing.Category;

import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;

/**
 * One RISC-V hart: runs block after block, by interpretation or as translated regions, and sees to
 * it that both leave the same registers, counts and clock at every block's end.
 */
public final class RiscvHart {
    /** What a hart is built from. */
    public record Parts(
            PhysicalMemory ram,
            PhysicalLayout layout,
            Bus bus,
            Reservations reservations,
            HartClock clock,
            LongSupplier time,
            long number) {}

    /** A handler of S may fault into one of M, once; what goes on longer goes on for ever. */
    private static final int MOST_TRAPS_IN_ROW = 8;

    /** Code on a page that was replaced more often than this stays interpreted. */
    private static final int MOST_CHANGES = 64;

    private static final int NEVER = -1;

    private final RiscvState state = new RiscvState();
    private final Csrs csrs;
    private final CodeTables tables;
    private final BlockBuilder builder;
    private final RiscvMemory memory;
    private final Privileged privileged;
    private final Interpreter interpreter;
    private final AtomicUnit atomics;
    private final HartClock clock;
    private final Budget own = new Budget();
    private transient Budget budget = own;
    private transient Consumer<Block> translator;
    private transient int hot;
    private Block last;
    private boolean lastTaken;
    private int trapsInRow;
    private transient BlockObserver observer;
    private transient InstructionObserver instructions;

    /** A hart at reset: machine mode, no translation, no protection. */
    public RiscvHart(Parts parts) {
        clock = parts.clock();
        PhysicalProtection protection = new PhysicalProtection();
        CapabilityChecks checks = new CapabilityChecks(state);
        csrs = new Csrs(state, protection, parts.time(), parts.number());
        Translation translation =
                new Translation(parts.ram(), parts.layout(), state, protection, csrs);
        memory =
                new RiscvMemory(
                        parts.ram(),
                        parts.layout(),
                        parts.bus(),
                        state,
                        translation,
                        parts.reservations(),
                        checks,
                        clock);
        tables = new CodeTables(state);
        builder = new BlockBuilder(memory, state.special);
        privileged = new Privileged(state, csrs, memory, tables, checks);
        atomics = new AtomicUnit(state, memory, checks);
        interpreter = new Interpreter(state, csrs, memory, privileged, atomics, checks);
        state.special.whenChanged(memory::forget);
    }

    /** Its hart id. */
    public long number() {
        return csrs.read(Csrs.MHARTID);
    }

    public RiscvState state() {
        return state;
    }

    public HartClock clock() {
        return clock;
    }

    public RiscvMemory memory() {
        return memory;
    }

    public AtomicUnit atomics() {
        return atomics;
    }

    /** How far it may run; others may lower it while it runs. */
    public Budget budget() {
        return budget;
    }

    /**
     * Who is told of blocks that are worth translating, and gives them a region.
     *
     * @param times how often a block runs before it is worth it
     */
    public void translator(Consumer<Block> by, int times) {
        translator = by;
        hot = times;
    }

    /** Tells somebody of every block: all of them are interpreted then. */
    public void observe(BlockObserver told) {
        observer = told;
        translator = null;
    }

    /** Stands around every instruction: all of them are interpreted then, one by one. */
    public void observe(InstructionObserver told) {
        instructions = told;
        translator = null;
    }

    private long execute(Block block, int from, int to) {
        return instructions == null
                ? interpreter.execute(block, from, to)
                : executeEach(block, from, to);
    }

    private long executeEach(Block block, int from, int to) {
        long next = block.pcOf(to);
        for (int i = from; i < to; i++) {
            instructions.before(block.pcOf(i), block.word(i));
            if (instructions.refuses()) {
                state.trap.with(Cause.HELD, 0);
                return interpreter.stop(i);
            }
            next = interpreter.execute(block, i, i + 1);
            if (next == Interpreter.TRAPPED) {
                instructions.trapped();
                return next;
            }
            instructions.after();
        }
        return next;
    }

    /** Who says in which category code at an address counts. */
    public void categories(LongFunction<Category> by) {
        builder.categories(by);
    }

    /** The level of an interrupt line, by its number in mip. */
    public void interrupt(int line, boolean level) {
        csrs.line(line, level);
    }

    /** Reads a control register without a check, for observers. */
    public long csr(int number) {
        return csrs.read(number);
    }

    /** Flags and dynamic rounding mode. */
    public int fcsr() {
        return csrs.fcsr();
    }

    public void fcsr(int value) {
        csrs.fcsr(value);
    }

    /** The dynamic rounding mode, which may be a reserved one. */
    public int roundingMode() {
        return csrs.roundingMode();
    }

    /**
     * From now on this hart runs user code for somebody who handles its traps, with everything of
     * user mode switched on.
     *
     * @param root physical address of its Sv39 table
     * @param code the blocks of this address space
     */
    public void supervise(long root, BlockTable code) {
        state.privilege = RiscvState.USER;
        csrs.supervise(root);
        privileged.supervise();
        tables.select(code);
        memory.forget();
        last = null;
    }

    /** Forgets all code and all translations; registers, and what ran last, stay. */
    public void forgetCode() {
        tables.forget();
        memory.forget();
    }

    /** Goes on with other tables of the same code. */
    public void resume(BlockTable code) {
        tables.select(code);
    }

    /** Forgets translations of data. */
    public void forgetData() {
        memory.forget();
    }

    /** The block that ran last if execution goes on behind it, else null. */
    public Block last() {
        return last;
    }

    public boolean lastTaken() {
        return lastTaken;
    }

    /** What the cycle counter shows; without this it counts instructions. */
    public void cycles(LongSupplier source) {
        csrs.cycles(source);
    }

    /** What ran before the pc, for what the next block costs. */
    public void cameFrom(Block block, boolean taken) {
        last = block;
        lastTaken = taken;
    }

    /** Translated code ended behind a block. */
    public void left(Block block, long pc, long instructions) {
        trapsInRow = 0;
        state.retired += instructions;
        state.pc = pc;
        last = block;
        lastTaken = pc != block.endPc();
        if (lastTaken) {
            Block seen = block.nextTaken;
            if (seen == null || seen.pc != pc) {
                block.nextTaken = tables.current().get(pc, false);
            }
        }
    }

    /** Whether a block is known to be right now, and may be translated. */
    public boolean translatable(Block block) {
        return !block.careful
                && !block.stale
                && block.end != Block.End.SYSTEM
                && block.stamp == tables.current().stamp;
    }

    /**
     * Runs user code until the clock reaches the horizon or it traps; nothing is done about the
     * trap.
     *
     * @return whether it trapped; the pc is at the instruction
     */
    public boolean runUser(Budget until) {
        budget = until;
        while (clock.ledger().clockMc() < budget.horizonMc()) {
            if (block()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Runs until a number of instructions has retired, or until the hart waits for an interrupt.
     * Only for a hart without timing.
     *
     * @param limit in instructions since reset
     */
    public void run(long limit) {
        budget = own;
        while (wake() && state.retired < limit) {
            takeInterrupt();
            if (limit - state.retired < Block.MOST) {
                step();
            } else {
                runBlocks(limit - Block.MOST);
            }
        }
    }

    /**
     * Runs blocks that begin up to a limit, until something happens that may let an interrupt in.
     */
    private void runBlocks(long limit) {
        long rest = limit - state.retired + 1;
        own.horizonMc(clock.ledger().clockMc() + rest * BlockPrices.UNTIMED_MC);
        do {
            if (block()) {
                privileged.takeTrap(state.pc);
            }
        } while (last != null && clock.ledger().clockMc() < own.horizonMc());
    }

    /** Ends the wait for an interrupt if there is one; whether the hart may go on. */
    public boolean wake() {
        state.waiting = state.waiting && (csrs.pending() & csrs.mie()) == 0;
        return !state.waiting && !stuck();
    }

    /**
     * Whether trap handlers trap at their first instruction, so that nothing will ever be executed
     * again: time advances with instructions, and without time no interrupt comes.
     */
    public boolean stuck() {
        return trapsInRow > MOST_TRAPS_IN_ROW;
    }

    /** Goes to the handler of an interrupt that is enabled, if there is one. */
    public void takeInterrupt() {
        if (privileged.takeInterrupt(state.pc)) {
            last = null;
        }
    }

    /** Executes one instruction; false if it ended in a trap. */
    public boolean step() {
        boolean trapped;
        try {
            interpreter.guard().fetch(state.pc);
            Block block = lookup(state.pc);
            trapped = part(block, 0, 1, BlockPrices.UNTIMED_MC * block.ops.length);
        } catch (RiscvTrap fault) {
            trapped = trap();
        }
        last = null;
        if (trapped) {
            privileged.takeTrap(state.pc);
        }
        return !trapped;
    }

    /** The instruction at an address, or 0 where a fetch would fault. */
    public int peek(long pc) {
        return builder.peek(pc);
    }

    /** Runs the block at the pc, or the region that begins there; whether it trapped. */
    private boolean block() {
        Block block;
        try {
            interpreter.guard().fetch(state.pc);
            block = follow();
        } catch (RiscvTrap fault) {
            return trap();
        }
        if (observer != null) {
            observer.entered(block.pc);
        }
        clock.fetch(block);
        Region region = block.region;
        if (region != null && region.ripe(state.retired) && mayRun(region)) {
            return region.run(this);
        }
        return interpret(block);
    }

    private boolean interpret(Block block) {
        long mc = block.costMc(last, lastTaken, clock.prices());
        if (block.end == Block.End.SYSTEM) {
            return interpretSystem(block, mc);
        }
        int count = block.ops.length;
        long next = execute(block, 0, count);
        if (next == Interpreter.TRAPPED) {
            return trap(block, mc, interpreter.stopped());
        }
        trapsInRow = 0;
        clock.ran(block, mc);
        if (observer != null) {
            tell(block, next);
        }
        clock.left(block, next);
        state.retired += count;
        state.pc = next;
        lastTaken = next != block.endPc();
        last = block.careful ? null : block;
        block.takenHeat += lastTaken ? 1 : 0;
        if (translator != null && ++block.heat >= block.translateAt) {
            heated(block);
        }
        return false;
    }

    private void tell(Block block, long next) {
        switch (block.end) {
            case CALL, INDIRECT_CALL -> observer.called(block.endPc());
            case RETURN -> observer.returned(next);
            default -> {}
        }
    }

    /** What was computed before counts before the last instruction looks at counters. */
    private boolean interpretSystem(Block block, long mc) {
        int before = block.ops.length - 1;
        if (before > 0 && execute(block, 0, before) == Interpreter.TRAPPED) {
            return trap(block, mc, interpreter.stopped());
        }
        clock.ranPart(block, mc, before);
        return part(block, before, before + 1, mc);
    }

    /** Executes some instructions of a block as if it ended there. */
    private boolean part(Block block, int from, int to, long mc) {
        state.retired += from;
        long next = execute(block, from, to);
        if (next == Interpreter.TRAPPED) {
            state.retired -= from;
            return trapAt(block, from);
        }
        trapsInRow = 0;
        clock.ranPart(block, mc, to - from);
        state.retired += to - from;
        state.pc = next;
        last = null;
        return false;
    }

    /** The block at the pc. */
    private Block follow() {
        Block from = last;
        if (from == null) {
            return lookup(state.pc);
        }
        Block block = lastTaken ? from.nextTaken : from.next;
        if (block == null
                || block.pc != state.pc
                || block.stale
                || block.stamp != tables.current().stamp) {
            block = lookup(state.pc);
            if (lastTaken) {
                from.nextTaken = block;
            } else {
                from.next = block;
            }
        }
        return block;
    }

    private Block lookup(long pc) {
        BlockTable table = tables.current();
        Block block = table.get(pc, state.special.capabilityMode());
        if (block != null && block.stamp == table.stamp) {
            return block;
        }
        if (block == null || !builder.right(block)) {
            block = builder.build(pc);
            table.put(block);
        }
        block.stamp = builder.lasts(block) ? table.stamp : NEVER;
        return block;
    }

    /** A block has run often: now, or later again if it cannot be translated now. */
    private void heated(Block block) {
        boolean first = block.translateAt == 0;
        block.translateAt = first ? hot : 2 * block.heat;
        if (!first && (block.region == null || block.region.refused)) {
            // A region that could not run for so long holds what is not executed any more.
            block.region = null;
            translate(block);
        }
    }

    private void translate(Block block) {
        if (translatable(block) && tables.current().changes(block.pc) <= MOST_CHANGES) {
            translator.accept(block);
        }
    }

    /** Whether a region's code is still there, and the registers are such that it is exact. */
    private boolean mayRun(Region region) {
        boolean may = exact(region);
        region.refused |= !may;
        return may;
    }

    private boolean exact(Region region) {
        long stamp = tables.current().stamp;
        if (region.checked != stamp && !right(region, stamp)) {
            return false;
        }
        if (region.pccVersion != state.special.pccVersion()) {
            region.pccVersion = state.special.pccVersion();
            region.inside = interpreter.inside(region);
        }
        return region.inside
                && (state.capabilities & region.writes()) == 0
                && (!region.floats() || csrs.floatReady());
    }

    /**
     * Whether all blocks of a region were executed since code may have changed: each is looked at
     * when it is executed next, not before, so that both engines see a change at the same moment.
     */
    private boolean right(Region region, long stamp) {
        for (Block block : region.blocks()) {
            if (block.stale) {
                region.blocks()[0].cool();
                return false;
            }
            if (block.stamp != stamp) {
                return false;
            }
        }
        region.checked = stamp;
        return true;
    }

    /** Translated code trapped at an instruction of a block, after so many of other blocks. */
    public void trapped(Block block, long mc, int index, long instructions) {
        trapsInRow = instructions == 0 ? trapsInRow : 0;
        trap(block, mc, index);
    }

    /** A trap at an instruction of a block, of which so much has run; always true. */
    private boolean trap(Block block, long mc, int index) {
        clock.ranPart(block, mc, index);
        return trapAt(block, index);
    }

    private boolean trapAt(Block block, int index) {
        trapsInRow = index == 0 ? trapsInRow + 1 : 0;
        state.retired += index;
        state.pc = block.pcOf(index);
        last = null;
        if (state.trap.cause() == Cause.ILLEGAL_INSTRUCTION) {
            // The value of an illegal instruction is the instruction.
            long word = Integer.toUnsignedLong(block.word(index));
            state.trap.with(Cause.ILLEGAL_INSTRUCTION, word);
        }
        return true;
    }

    /** A trap at a fetch. */
    private boolean trap() {
        trapsInRow++;
        last = null;
        return true;
    }
}
