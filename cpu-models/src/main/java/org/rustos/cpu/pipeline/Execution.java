package org.rustos.cpu.pipeline;

import org.rustos.core.hart.BlockObserver;
import org.rustos.core.hart.Budget;
import org.rustos.core.hart.Trap;
import org.rustos.core.memory.AddressSpace;
import org.rustos.core.memory.AliasSpace;
import org.rustos.core.memory.CodeFrames;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.core.snapshot.Snapshotted;
import org.rustos.core.timing.BranchPredictor;
import org.rustos.core.timing.Category;
import org.rustos.core.timing.CoreTiming;
import org.rustos.core.timing.CycleLedger;
import org.rustos.core.timing.Event;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongUnaryOperator;

/**
 * Follows the engine through our timing blocks and counts: the hot part of the hart. The engine's
 * own blocks may be longer or shorter than ours; what counts is where ours begin.
 */
public final class Execution implements Snapshotted {
    /** Without timing, each instruction is one cycle, so that clocks still move. */
    private static final long UNTIMED_INSTRUCTION_MC = 1000;

    private static final long NOWHERE = -1;

    /** A repeated string instruction may be left each time it has moved 64 KiB. */
    private static final long INTERRUPTIBLE_MASK = 0xffff;

    private final CoreTiming timing;
    private final CycleLedger ledger;
    private final BranchPredictor predictor;
    private final PhysicalMemory memory;
    private final CodeFrames code;
    private final transient TranslatedFrames translated;
    private final AliasSpace aliases;
    private final long canonicalMask;
    private final transient BlockSource decoder;
    private final StoreForwarding forwarding;
    private final transient Pipeline pipeline;
    private final transient PipelineRun run;
    private final int refillTicks;
    private transient LongUnaryOperator registers = _ -> 0;
    private final Transfers transfers;
    private final boolean timed;
    private final Outstanding outstanding;
    private final transient Map<AddressSpace, BlockCache> caches = new HashMap<>();

    private transient AddressSpace space;
    private transient BlockCache blocks;
    private transient Budget budget;
    private transient TimingBlock current;
    // What the pipeline did with the current block, and is in now.
    private transient PipelineStep step;
    private PipelineState state;
    private boolean branchTaken;
    // The first of our blocks that the engine's block touches, and where the engine's block ends.
    private transient TimingBlock engineFirst;
    private transient long engineEnd;
    private long refusedBehind = NOWHERE;
    private long misalignedAt = NOWHERE;
    private long repeated;
    private long instructions;
    private boolean rareChanged;
    private transient BlockObserver observer;

    public Execution(
            CoreTiming timing,
            PhysicalMemory memory,
            AliasSpace aliases,
            BlockSource decoder,
            Pipeline pipeline,
            boolean timed) {
        this.timing = timing;
        this.ledger = timing.ledger();
        this.predictor = timing.predictor();
        this.memory = memory;
        this.code = memory.codeFrames();
        this.translated = new TranslatedFrames(memory, aliases.stride());
        this.aliases = aliases;
        this.canonicalMask = aliases.stride() - 1;
        this.decoder = decoder;
        this.pipeline = pipeline;
        this.run = new PipelineRun(pipeline);
        this.state = run.empty();
        this.refillTicks = pipeline.ticks(ledger.costMc(Event.MISPREDICT));
        this.forwarding = new StoreForwarding(pipeline.storeQueue());
        this.outstanding =
                new Outstanding(pipeline.reorder(), pipeline.missBuffers(), pipeline.flags());
        this.timed = timed;
        this.transfers = new Transfers(ledger, timed);
    }

    /** Blocks, and what the pipeline makes of them, are found again. */
    @Override
    public void restored() {
        caches.clear();
        translated.forget();
        space = null;
        blocks = null;
        current = null;
        step = null;
        engineFirst = null;
        state = run.known(state);
    }

    /** Tells how a general register is read between two blocks, by its number in the encoding. */
    public void registers(LongUnaryOperator reader) {
        registers = reader;
    }

    /** Tells somebody of our blocks. */
    public void observe(BlockObserver told) {
        observer = told;
    }

    /** What checks returns and indirect branches. */
    public Transfers transfers() {
        return transfers;
    }

    public void begin(AddressSpace nextSpace, Budget nextBudget) {
        if (space != nextSpace) {
            space = nextSpace;
            blocks = caches.computeIfAbsent(space, _ -> new BlockCache());
        }
        budget = nextBudget;
        current = null;
    }

    public long instructions() {
        return instructions;
    }

    /** Whether user code may have changed rare registers since this was last asked. */
    public boolean takeRareChanged() {
        boolean changed = rareChanged;
        rareChanged = false;
        return changed;
    }

    /** Drops blocks. */
    public void forget(AddressSpace of, long va, long bytes) {
        BlockCache cache = caches.get(of);
        if (cache != null) {
            cache.drop(va, bytes, code);
        }
        if (va == 0 && bytes == Long.MAX_VALUE) {
            caches.remove(of);
            if (of == space) {
                space = null;
            }
        }
    }

    /** What the engine may have translated, and what of that is stale. */
    public TranslatedFrames translated() {
        return translated;
    }

    /**
     * The engine is about to run one of its blocks.
     *
     * @return what to do with it
     */
    public Verdict enter(long address, int size) {
        TimingBlock block = current;
        if (block != null) {
            if (address == engineEnd && engineEnd < block.end && unchanged(block)) {
                if (misalignedAt < address || misalignedAt >= address + size) {
                    engineFirst = block;
                    engineEnd = address + size;
                    return Verdict.RUN;
                }
                interrupted(address);
                return enter(address, size);
            }
            if (block.repeatedBytes != 0
                    && address == block.start
                    && engineEnd == block.end
                    && unchanged(block)) {
                engineFirst = block;
                return repeat(block);
            }
            leave(block, address);
            current = null;
            if (!transfers.mayGo(block, address)) {
                return Verdict.FORBIDDEN;
            }
            if (ledger.clockMc() >= budget.horizonMc()) {
                return Verdict.BUDGET_SPENT;
            }
        }
        block = block(address);
        if (!transfers.mayLand(block)) {
            return Verdict.FORBIDDEN;
        }
        engineEnd = address + size;
        if (block.end < engineEnd) {
            refusedBehind = refusedBehind(block);
        } else {
            refusedBehind = NOWHERE;
        }
        if (translated.stale()) {
            return Verdict.STALE;
        }
        misalignedAt = NOWHERE;
        if (block.refused) {
            return Verdict.REFUSED;
        }
        if (block.alignment != null && misaligned(block)) {
            return misalignedAt == address ? Verdict.REFUSED : Verdict.REFUSED_BEHIND;
        }
        if (refusedBehind >= 0) {
            return Verdict.REFUSED_BEHIND;
        }
        outstanding.settled();
        charge(block);
        engineFirst = block;
        while (block.end < engineEnd) {
            block = block(block.end);
            charge(block);
        }
        return Verdict.RUN;
    }

    /** What is to become of an engine block that is about to run. */
    public enum Verdict {
        RUN,
        /** Stop before it: the clock reached the horizon. */
        BUDGET_SPENT,
        /** Stop before it: its first instruction must not run. */
        REFUSED,
        /** Stop before it: control must not come here, see {@link Transfers#takeForbidden}. */
        FORBIDDEN,
        /** Stop before it: the engine translated it from older code. */
        STALE,
        /** Stop before it, and run only up to {@link #refusedBehind}. */
        REFUSED_BEHIND
    }

    /** The first instruction of the last entered engine block that must not run. */
    public long refusedBehind() {
        return refusedBehind;
    }

    /** What a refused instruction deserves. */
    public Trap refusal(long pc) {
        return pc == misalignedAt ? new Trap.GeneralFault(pc) : new Trap.IllegalInstruction(pc);
    }

    /** Whether the engine's block would make an access that is not aligned as it must be. */
    private boolean misaligned(TimingBlock block) {
        int offset = block.alignment.misaligned(registers);
        if (offset < 0) {
            return false;
        }
        misalignedAt = block.start + offset;
        boolean first = refusedBehind < 0 || misalignedAt < refusedBehind;
        if (misalignedAt < engineEnd && first) {
            refusedBehind = misalignedAt;
            return true;
        }
        return false;
    }

    private long refusedBehind(TimingBlock from) {
        TimingBlock block = from;
        while (block.end < engineEnd) {
            block = block(block.end);
            if (block.refused) {
                return block.start;
            }
        }
        return -1;
    }

    private TimingBlock block(long address) {
        TimingBlock block = blocks.get(address);
        return block != null && unchanged(block) ? block : fresh(address, block);
    }

    /** Whether the code that a block was decoded from is still there. */
    private boolean unchanged(TimingBlock block) {
        return block.version == code.version(block.physical)
                && (block.mutableBytes == null || block.sameBytes(memory));
    }

    private TimingBlock fresh(long address, TimingBlock old) {
        if (old != null && old.version == code.version(old.physical)) {
            // Found by its bytes: what others made of this frame is no better.
            old.comparedNoMore(code);
        }
        TimingBlock block = decoder.decode(space, address);
        if (block.gpa >= 0) {
            blocks.put(block);
            translated.enter(block.start, block.gpa);
            if (block.gpaBehind != block.gpa) {
                translated.enter(block.end - 1, block.gpaBehind);
            }
        }
        return block;
    }

    private void charge(TimingBlock block) {
        if (observer != null) {
            observer.entered(block.start);
        }
        current = block;
        instructions += block.instructions;
        ledger.count(Event.INSTRUCTION, block.instructions);
        if (timed) {
            ledger.count(Event.BLOCK);
            schedule(block);
            timing.fetch(block.physical, block.bytes(), block.tag);
            timing.locked(block.locked);
            outstanding.enter(block);
            if (block.events != null) {
                block.events.forEach(e -> ledger.count(e.event(), e.times()));
            }
            if (block.repeatedBytes != 0) {
                ledger.count(Event.REP_START);
            }
        } else {
            ledger.scheduled(block.category, block.instructions * UNTIMED_INSTRUCTION_MC);
        }
        repeated = 0;
        rareChanged |= block.changesRareRegisters;
    }

    private void schedule(TimingBlock block) {
        if (block.code == null) {
            step = null;
            return;
        }
        PipelineStep last = step != null && step.leaves(state) ? step : null;
        PipelineStep next =
                last == null ? null : last.then(block.code, branchTaken, run.generation());
        if (next == null) {
            if (block.schedule == null) {
                block.schedule = run.scheduleOf(block.code);
            }
            next = block.schedule.step(run, state, branchTaken, pipeline.usualQuotient());
            if (last != null) {
                last.followedBy(next);
            }
        }
        step = next;
        branchTaken = false;
        state = next.to();
        block.chargedMc = next.costMc();
        ledger.scheduled(block.category, next.costMc());
    }

    /** The divisions of a block that has run are priced again by their quotient. */
    private void divided(TimingBlock block) {
        int bits = block.quotient == null ? QuotientSource.UNSEEN : block.quotient.bits(registers);
        bits = bits < 0 ? pipeline.usualQuotient() : bits;
        if (bits != step.quotient()) {
            PipelineStep seen =
                    run.scheduleOf(block.code).step(run, step.from(), step.taken(), bits);
            ledger.scheduled(block.category, seen.costMc() - step.costMc());
            block.chargedMc = seen.costMc();
            step = seen;
            state = seen.to();
        }
    }

    private void mispredicted(Event event) {
        ledger.count(event);
        outstanding.settled();
        outstanding.mispredicted();
        int unresolved = 0;
        if (step != null) {
            unresolved = step.unresolved();
            ledger.scheduled(Category.MISPREDICT, pipeline.millicycles(unresolved));
        }
        state = run.later(state, unresolved + refillTicks);
    }

    /** A trap waits for what is in flight. */
    private void drain(TimingBlock block) {
        if (timed) {
            ledger.scheduled(block.category, pipeline.millicycles(run.backlog(state)));
            state = run.empty();
            branchTaken = false;
            timing.locked(false);
        }
    }

    /**
     * One more round of a repeated string instruction. The engine enters it once more than it moves
     * data, to find the count at zero.
     */
    private Verdict repeat(TimingBlock block) {
        if (timed && (repeated & 31) == 0) {
            ledger.count(Event.REP_32_BYTES);
        } else if (!timed && (repeated & 31) == 0) {
            ledger.scheduled(block.category, UNTIMED_INSTRUCTION_MC);
        }
        repeated += block.repeatedBytes;
        // It would hold the core for ever otherwise; it goes on where it was.
        if ((repeated & INTERRUPTIBLE_MASK) == 0 && ledger.clockMc() >= budget.horizonMc()) {
            current = null;
            return Verdict.BUDGET_SPENT;
        }
        return Verdict.RUN;
    }

    /** A block's last instruction has run and execution goes on at an address. */
    private void leave(TimingBlock block, long next) {
        if (observer != null) {
            tell(block, next);
        }
        if (!timed) {
            return;
        }
        branchTaken = next != block.end;
        if (step != null && block.code.divides) {
            divided(block);
        }
        switch (block.control) {
            case CONDITIONAL -> {
                if (!predictor.conditional(block.last, next != block.end)) {
                    mispredicted(Event.MISPREDICT);
                }
            }
            case CALL -> predictor.call(block.end);
            case INDIRECT_CALL -> {
                if (!predictor.indirect(block.last, next)) {
                    mispredicted(Event.MISPREDICT_INDIRECT);
                }
                predictor.call(block.end);
            }
            case INDIRECT_JUMP -> {
                if (!predictor.indirect(block.last, next)) {
                    mispredicted(Event.MISPREDICT_INDIRECT);
                }
            }
            case RETURN -> {
                if (!predictor.ret(next)) {
                    mispredicted(Event.MISPREDICT_RETURN);
                }
            }
            case NONE, JUMP, TRAP -> {}
        }
    }

    private void tell(TimingBlock block, long next) {
        switch (block.control) {
            case CALL, INDIRECT_CALL -> observer.called(block.end);
            case RETURN -> observer.returned(next);
            default -> {}
        }
    }

    public void read(long gpa, int size) {
        long physical = gpa & canonicalMask;
        long tag = aliases.translationTag(gpa);
        int hidden = outstanding.covered(instructions);
        int went = timing.load(physical, size, tag, hidden);
        outstanding.loaded(went, hidden, instructions);
        if (forwarding.stalls(physical, size)) {
            ledger.count(Event.STORE_FORWARD_STALL);
        }
    }

    public void write(long gpa, int size) {
        long physical = gpa & canonicalMask;
        timing.store(physical, size, aliases.translationTag(gpa));
        forwarding.store(physical, size);
    }

    /**
     * The run ended behind the last instruction of the current block or within the engine's block:
     * what was charged for instructions that did not run is taken back.
     *
     * @param pc where execution goes on
     */
    public void interrupted(long pc) {
        if (current == null) {
            return;
        }
        boolean found = false;
        for (TimingBlock block = engineFirst; ; block = blocks.get(block.end)) {
            if (found) {
                takeBack(block, 0);
            } else if (pc >= block.start && pc < block.end) {
                found = true;
                takeBack(block, index(block, pc));
            }
            if (block == current) {
                break;
            }
        }
        if (!found && pc != current.end) {
            leave(current, pc);
        }
        if (!found) {
            // The fault is at the target: the transfer itself comes first.
            transfers.mayGo(current, pc);
        }
        drain(current);
        current = null;
    }

    /** The clock at an instruction inside the current block. */
    public long clockAtMc(long pc) {
        ledger.timeObserved();
        long clock = ledger.clockMc();
        if (timed && current != null && pc >= current.start && pc < current.end) {
            int index = index(current, pc);
            clock -= current.chargedMc - current.chargedMc * index / current.offsets.length;
        }
        return clock;
    }

    private void takeBack(TimingBlock block, int from) {
        int charged = block.instructions;
        int ran = Math.min(from, charged);
        instructions -= charged - ran;
        ledger.count(Event.INSTRUCTION, ran - charged);
        long cost = timed ? block.chargedMc : charged * UNTIMED_INSTRUCTION_MC;
        int all = timed ? block.offsets.length : Math.max(1, charged);
        ledger.scheduled(block.category, cost * ran / all - cost);
    }

    /** Bytes of the instruction at an address in what the engine runs now; 0 if it is not there. */
    public int lengthAt(long pc) {
        for (TimingBlock block = engineFirst; block != null; block = blocks.get(block.end)) {
            if (pc >= block.start && pc < block.end) {
                int i = index(block, pc);
                int end = i + 1 < block.offsets.length ? block.offsets[i + 1] : block.bytes();
                return end - block.offsets[i];
            }
            if (block == current) {
                break;
            }
        }
        return 0;
    }

    private static int index(TimingBlock block, long pc) {
        int offset = (int) (pc - block.start);
        int index = 0;
        while (index < block.offsets.length && block.offsets[index] < offset) {
            index++;
        }
        return index;
    }
}
