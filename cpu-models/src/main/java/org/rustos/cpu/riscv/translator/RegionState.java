package org.rustos.cpu.riscv.translator;

import org.rustos.core.timing.Category;
import org.rustos.core.timing.CoreTiming;
import org.rustos.core.timing.CycleLedger;
import org.rustos.core.timing.Event;
import org.rustos.cpu.riscv.hart.Block;
import org.rustos.cpu.riscv.hart.HartClock;
import org.rustos.cpu.riscv.hart.RiscvHart;
import org.rustos.cpu.riscv.hart.RiscvMemory;
import org.rustos.cpu.riscv.hart.RiscvTrap;

/**
 * What translated code and the rest of a hart say to each other: the rare things that a region
 * calls for, and what it must know afterwards. One for each hart.
 */
public final class RegionState {
    /** Stands for the clock after a call that trapped. */
    static final long TRAPPED = -1;

    /** Bits of a site: the number of the instruction in its block, then that of the block. */
    static final int INDEX_BITS = 7;

    private final RiscvHart hart;
    private final HartClock clock;
    private final CycleLedger ledger;
    private final CoreTiming timing;
    private final RiscvMemory memory;
    private Category category;
    private int site;

    /** Instructions of the region that the hart's count has already. */
    private long retired;

    /** The clock after the last call, or {@link #TRAPPED}. */
    public long clockMc;

    /** How far the hart may run, after the last call. */
    public long horizonMc;

    /** All ones, or 0 if blocks that were near before the last call may not be any more. */
    public long near;

    private long fetchVersion;

    RegionState(RiscvHart hart) {
        this.hart = hart;
        this.clock = hart.clock();
        this.ledger = clock.ledger();
        this.timing = clock.timing();
        this.memory = hart.memory();
    }

    /** A region begins; what its first block costs. */
    public long enter(Block first) {
        category = first.category();
        retired = 0;
        clockMc = ledger.clockMc();
        horizonMc = hart.budget().horizonMc();
        return first.costMc(hart.last(), hart.lastTaken(), clock.prices());
    }

    /** Which of a region's blocks are known to be near: a bit for each. */
    public long fetched(TranslatedRegion region) {
        fetchVersion = timing.fetchVersion();
        return region.fetchVersion == fetchVersion ? region.fetched : 0;
    }

    /** Keeps that for the region's next run. */
    public void fetched(TranslatedRegion region, long blocks) {
        region.fetchVersion = fetchVersion;
        region.fetched = blocks;
    }

    /**
     * Fetches a block of which something may miss, unless it was fetched elsewhere meanwhile.
     *
     * @param blocks which blocks are known to be near
     * @return which are now
     */
    public long fetch(Block block, long bit, long blocks, long nowMc) {
        clock.reach(category, nowMc);
        clock.fetch(block);
        end();
        return blocks & near | bit;
    }

    /** A branch went the other way; the clock afterwards. */
    public long missed(long nowMc) {
        return missed(Event.MISPREDICT, nowMc);
    }

    /** An indirect jump went elsewhere; the clock afterwards. */
    public long missedIndirect(long nowMc) {
        return missed(Event.MISPREDICT_INDIRECT, nowMc);
    }

    /** A return went elsewhere; the clock afterwards. */
    public long missedReturn(long nowMc) {
        return missed(Event.MISPREDICT_RETURN, nowMc);
    }

    private long missed(Event event, long nowMc) {
        clock.reach(category, nowMc);
        ledger.count(event);
        return ledger.clockMc();
    }

    /** A load that is not the usual case. */
    public long load(long at, int size, long nowMc, long instructions, int from) {
        begin(nowMc, instructions, from);
        try {
            long value = memory.slowLoad(at, size);
            end();
            return value;
        } catch (RiscvTrap trap) {
            clockMc = TRAPPED;
            return 0;
        }
    }

    /** A store that is not the usual case. */
    public void store(long at, long value, int size, long nowMc, long instructions, int from) {
        begin(nowMc, instructions, from);
        try {
            memory.slowStore(at, size, value);
            end();
        } catch (RiscvTrap trap) {
            clockMc = TRAPPED;
        }
    }

    /** An atomic operation; what goes to its target. */
    public long atomic(
            long at, long register, int opCode, long nowMc, long instructions, int from) {
        begin(nowMc, instructions, from);
        try {
            long value = hart.atomics().execute(opCode, at, register);
            end();
            return value;
        } catch (RiscvTrap trap) {
            clockMc = TRAPPED;
            return 0;
        }
    }

    /** Brings up to date what a device can see: how far the hart has come. */
    private void begin(long nowMc, long instructions, int from) {
        site = from;
        clock.reach(category, nowMc);
        retire(instructions);
    }

    private void retire(long instructions) {
        hart.state().retired(instructions - retired);
        retired = instructions;
    }

    private void end() {
        clockMc = ledger.clockMc();
        horizonMc = hart.budget().horizonMc();
        long version = timing == null ? 0 : timing.fetchVersion();
        near = version == fetchVersion ? -1 : 0;
        fetchVersion = version;
    }

    /** The region ends at the end of a block. */
    public void leave(Block last, long pc, long nowMc, long instructions) {
        clock.reach(category, nowMc);
        ledger.count(Event.INSTRUCTION, instructions);
        hart.left(last, pc, instructions - retired);
    }

    /** The region ends at the instruction that called last; its registers are written back. */
    public void trapped(Block[] blocks, long mc, long instructions) {
        ledger.count(Event.INSTRUCTION, instructions);
        retire(instructions);
        int index = site & (1 << INDEX_BITS) - 1;
        hart.trapped(blocks[site >> INDEX_BITS], mc, index, instructions);
    }
}
