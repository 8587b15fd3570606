package org.rustos.cpu.riscv.hart;

import java.util.HashMap;
import java.util.Map;

/** The decoded blocks of one address space and privilege, by their first address. */
public final class BlockTable {
    private static final int QUICK = 1 << 12;

    private final Block[] quick = new Block[QUICK];
    private final Map<Long, Block> blocks = new HashMap<>();
    private final Map<Long, Integer> changes = new HashMap<>();
    private long lowest = Long.MAX_VALUE;
    private long highest = Long.MIN_VALUE;

    /** Rises whenever code, translations or rights may have changed. */
    long stamp;

    /** The block at an address in one of the two modes, right or not, or null. */
    Block get(long pc, boolean capabilityMode) {
        int i = (int) (pc >>> 1) & QUICK - 1;
        Block block = quick[i];
        if (block == null || block.pc != pc || block.capabilityMode != capabilityMode) {
            block = blocks.get(key(pc, capabilityMode));
            if (block != null) {
                quick[i] = block;
            }
        }
        return block;
    }

    /** Puts a block in the place of what was at its address. */
    void put(Block block) {
        Block old = blocks.put(key(block.pc, block.capabilityMode), block);
        if (old != null) {
            old.stale = true;
            changes.merge(block.pc & RiscvMemory.PAGE, 1, Integer::sum);
        }
        quick[(int) (block.pc >>> 1) & QUICK - 1] = block;
        lowest = Math.min(lowest, block.pc);
        highest = Math.max(highest, block.endPc());
    }

    /** No address is odd. */
    private static long key(long pc, boolean capabilityMode) {
        return pc | (capabilityMode ? 1 : 0);
    }

    /** How often code on the page of an address was replaced. */
    int changes(long pc) {
        return changes.getOrDefault(pc & RiscvMemory.PAGE, 0);
    }

    /** Something in a range may have changed. */
    public void touched(long from, long bytes) {
        boolean beyond = from > highest || bytes != Long.MAX_VALUE && from + bytes <= lowest;
        if (!beyond) {
            stamp++;
        }
    }
}
