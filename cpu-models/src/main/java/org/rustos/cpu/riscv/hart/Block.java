package org.rustos.cpu.riscv.hart;

import org.rustos.core.snapshot.Snapshotted;
import org.rustos.core.timing.Category;

import java.util.HashMap;
import java.util.Map;

/**
 * A timing block: what is decoded, priced and fetched at once. It ends at a control transfer, at an
 * instruction that may change what the next one is allowed to do, at the end of a page or after
 * {@value #MOST} instructions, in both engines alike.
 */
public final class Block implements Snapshotted {
    static final int MOST = 64;

    /** How a block hands control on; engines predict and translate by it. */
    public enum End {
        /** It runs into the next block. */
        THROUGH,
        BRANCH,
        JUMP,
        CALL,
        INDIRECT_JUMP,
        INDIRECT_CALL,
        RETURN,
        /** An instruction that only the interpreter executes: CSR, trap, fence of code. */
        SYSTEM
    }

    /** Where the bytes of a block lie; a second part if its last instruction crosses a page. */
    record Place(
            long offset, int bytes, long tag, long offsetBehind, int bytesBehind, long tagBehind) {}

    final long pc;
    final long[] ops;

    /** Distance of each instruction from pc; one more for the end. */
    final int[] offsets;

    final End end;

    /**
     * Whether it holds capability instructions, or some that are none, or runs in capability mode.
     */
    final boolean careful;

    /** Whether its encodings have the meaning of capability mode. */
    final boolean capabilityMode;

    /** Integer registers that it may write, a bit each. */
    final int writes;

    /** Whether it names a floating-point register. */
    final boolean floats;

    final Category category;
    final byte[] code;
    transient Place place;

    /** What {@link BlockTable#stamp} was when the block was last known to be right. */
    transient long stamp;

    /** What the timing's fetch version was when all its lines were last known to be near. */
    transient long fetched = -1;

    /** For which PCC {@link #inside} holds. */
    transient long pccVersion = -1;

    /** Whether PCC lets all of it run, and go where it goes, without a check. */
    transient boolean inside;

    /** Where execution went last. */
    transient Block next;

    transient Block nextTaken;

    /** How often it was entered by the interpreter, until it is translated. */
    transient int heat;

    /** How often its branch was taken since then. */
    transient int takenHeat;

    /** At which heat it is tried to translate it. */
    transient int translateAt;

    transient Region region;

    /** Replaced by a newer one at the same address. */
    transient boolean stale;

    private transient Block lastBefore;
    private transient boolean lastTaken;
    private transient long lastCost = -1;
    private transient Block secondBefore;
    private transient boolean secondTaken;
    private transient long secondCost = -1;
    private transient Map<Block, long[]> costs;

    Block(
            long pc,
            long[] ops,
            int[] offsets,
            End end,
            boolean careful,
            boolean capabilityMode,
            int writes,
            boolean floats,
            Category category,
            byte[] code,
            Place place) {
        this.pc = pc;
        this.capabilityMode = capabilityMode;
        this.writes = writes;
        this.floats = floats;
        this.ops = ops;
        this.offsets = offsets;
        this.end = end;
        this.careful = careful;
        this.category = category;
        this.code = code;
        this.place = place;
    }

    /** What it costs behind others is asked again. */
    @Override
    public void restored() {
        lastCost = -1;
        secondCost = -1;
        fetched = -1;
        pccVersion = -1;
    }

    public long pc() {
        return pc;
    }

    /** Its packed operations, see {@link org.rustos.cpu.riscv.isa.Decoder}; not to be changed. */
    public long[] ops() {
        return ops;
    }

    public End end() {
        return end;
    }

    public Category category() {
        return category;
    }

    /** Address of an instruction by its index; of the end with the number of instructions. */
    public long pcOf(int index) {
        return pc + offsets[index];
    }

    /** An instruction as it stands in memory, by its index. */
    int word(int index) {
        int word = 0;
        for (int i = offsets[index + 1] - 1; i >= offsets[index]; i--) {
            word = word << 8 | code[i] & 0xff;
        }
        return word;
    }

    /** Address behind the last instruction. */
    public long endPc() {
        return pc + offsets[ops.length];
    }

    /** Where its direct branch or jump goes. */
    public long target() {
        int last = ops.length - 1;
        return pc + offsets[last] + (ops[last] >> 32);
    }

    /** The block that followed last without a taken transfer, or null. */
    public Block next() {
        return next;
    }

    /** The block that followed last by a taken transfer, or null. */
    public Block nextTaken() {
        return nextTaken;
    }

    public int heat() {
        return heat;
    }

    public int takenHeat() {
        return takenHeat;
    }

    public Region region() {
        return region;
    }

    public void region(Region translated) {
        region = translated;
    }

    /** Its region is of no use any more; it becomes worth another like any block. */
    void cool() {
        region = null;
        heat = 0;
        takenHeat = 0;
        translateAt = 0;
    }

    /**
     * Millicycles when it runs behind another block.
     *
     * @param before null if unknown: after a trap, or at the start
     * @param taken whether a taken transfer led here
     */
    public long costMc(Block before, boolean taken, BlockPrices prices) {
        if (before == lastBefore && taken == lastTaken && lastCost >= 0) {
            return lastCost;
        }
        // Where two paths meet they often take turns.
        Block otherBefore = lastBefore;
        boolean otherTaken = lastTaken;
        long otherCost = lastCost;
        if (before == secondBefore && taken == secondTaken && secondCost >= 0) {
            lastBefore = before;
            lastTaken = taken;
            lastCost = secondCost;
        } else {
            find(before, taken, prices);
        }
        secondBefore = otherBefore;
        secondTaken = otherTaken;
        secondCost = otherCost;
        return lastCost;
    }

    private void find(Block before, boolean taken, BlockPrices prices) {
        if (costs == null) {
            costs = new HashMap<>();
        }
        long[] both = costs.computeIfAbsent(before, _ -> new long[] {-1, -1});
        int i = taken ? 1 : 0;
        if (both[i] < 0) {
            both[i] = prices.costMc(before, this, taken);
        }
        lastBefore = before;
        lastTaken = taken;
        lastCost = both[i];
    }
}
