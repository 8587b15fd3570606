package org.rustos.cpu.riscv.hart;

import org.rustos.core.timing.BranchPredictor;
import org.rustos.core.timing.Cache;
import org.rustos.core.timing.Category;
import org.rustos.core.timing.CoreTiming;
import org.rustos.core.timing.CostTable;
import org.rustos.core.timing.CycleLedger;
import org.rustos.core.timing.Event;
import org.rustos.cpu.riscv.isa.Decoder;
import org.rustos.cpu.riscv.isa.OpCode;

import java.util.EnumMap;
import java.util.Map;

/**
 * The time of a hart: what blocks cost, what fetching them misses, and which way branches were
 * expected to go. With nothing timed an instruction takes a cycle and nothing is missed.
 */
public final class HartClock {
    private final CycleLedger ledger;
    private final CoreTiming timing;
    private final BlockPrices prices;
    private final TagCache tagCache;

    private HartClock(
            CycleLedger ledger, CoreTiming timing, BlockPrices prices, TagCache tagCache) {
        this.ledger = ledger;
        this.timing = timing;
        this.prices = prices;
        this.tagCache = tagCache;
    }

    /** Counts everything. */
    public static HartClock timed(CoreTiming timing, BlockPrices prices, Cache.Geometry tagCache) {
        CycleLedger ledger = timing.ledger();
        return new HartClock(ledger, timing, prices, new TagCache(tagCache, ledger));
    }

    /** Counts instructions. */
    public static HartClock untimed(CycleLedger ledger) {
        return new HartClock(ledger, null, BlockPrices.UNTIMED, null);
    }

    /** Counts instructions on a machine that has no costs. */
    public static HartClock untimed() {
        Map<Event, CostTable.Cost> costs = new EnumMap<>(Event.class);
        CostTable.Cost nothing = new CostTable.Cost(0, "nothing is timed");
        for (Event event : Event.values()) {
            costs.put(event, nothing);
        }
        return untimed(new CycleLedger(new CostTable(costs, nothing)));
    }

    public boolean isTimed() {
        return timing != null;
    }

    /** Null if nothing is timed. */
    public CoreTiming timing() {
        return timing;
    }

    /** Null if nothing is timed. */
    TagCache tagCache() {
        return tagCache;
    }

    public CycleLedger ledger() {
        return ledger;
    }

    public BlockPrices prices() {
        return prices;
    }

    /** Null if nothing is timed. */
    public BranchPredictor predictor() {
        return timing == null ? null : timing.predictor();
    }

    /** Fetches a block unless it is known that nothing of it would miss. */
    public void fetch(Block block) {
        if (timing != null && block.fetched != timing.fetchVersion()) {
            refetch(block);
        }
    }

    private void refetch(Block block) {
        Block.Place place = block.place;
        timing.fetch(place.offset(), place.bytes(), place.tag());
        if (place.bytesBehind() != 0) {
            timing.fetch(place.offsetBehind(), place.bytesBehind(), place.tagBehind());
        }
        block.fetched = timing.fetchVersion();
    }

    /** A whole block was executed. */
    void ran(Block block, long mc) {
        ledger.count(Event.INSTRUCTION, block.ops.length);
        ledger.scheduled(block.category, mc);
    }

    /** Only the first instructions of a block were executed. */
    public void ranPart(Block block, long mc, int instructions) {
        ledger.count(Event.INSTRUCTION, instructions);
        ledger.scheduled(block.category, mc * instructions / block.ops.length);
    }

    /**
     * A block handed control on: what did the predictors think?
     *
     * @param next where execution goes on
     */
    void left(Block block, long next) {
        if (timing == null) {
            return;
        }
        BranchPredictor predictor = timing.predictor();
        long last = block.pc + block.offsets[block.ops.length - 1];
        switch (block.end) {
            case BRANCH -> {
                if (!predictor.conditional(last, next != block.endPc())) {
                    ledger.count(Event.MISPREDICT);
                }
            }
            case CALL -> predictor.call(block.endPc());
            case INDIRECT_CALL -> {
                if (!predictor.indirect(last, next)) {
                    ledger.count(Event.MISPREDICT_INDIRECT);
                }
                predictor.call(block.endPc());
            }
            case INDIRECT_JUMP -> {
                if (!predictor.indirect(last, next)) {
                    ledger.count(Event.MISPREDICT_INDIRECT);
                }
                if (Decoder.opCode(block.ops[block.ops.length - 1]) == OpCode.CINVOKE) {
                    ledger.count(Event.CHERI_INVOKE);
                }
            }
            case RETURN -> {
                if (!predictor.ret(next)) {
                    ledger.count(Event.MISPREDICT_RETURN);
                }
            }
            case THROUGH, JUMP, SYSTEM -> {}
        }
    }

    /** Adds what translated blocks cost since the ledger was brought up to date. */
    public void reach(Category category, long clockMc) {
        ledger.scheduled(category, clockMc - ledger.clockMc());
    }
}
