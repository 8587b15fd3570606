package org.rustos.cpu.riscv.translator;

import org.rustos.cpu.riscv.hart.Block;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which blocks are translated together: those that follow the first one often, as the interpreter
 * saw them follow. A region does not grow into a block that heads another.
 */
final class RegionShape {
    /** An edge is followed if at least one in so many executions took it. */
    private static final int RARE = 100;

    /** Each has a bit. */
    static final int MOST_BLOCKS = 64;

    /** How often a block is about to be entered from the blocks chosen so far. */
    private record Candidate(Block block, long weight, int order) {}

    private final List<Block> blocks = new ArrayList<>();
    private final Map<Block, Integer> numbers = new HashMap<>();

    /**
     * Chooses.
     *
     * @param allowed whether a block may be part of it at all
     * @param room bytes of code, as {@link OpSize} estimates them
     */
    RegionShape(Block first, Predicate<Block> allowed, int room) {
        PriorityQueue<Candidate> candidates =
                new PriorityQueue<>(
                        Comparator.comparingLong(Candidate::weight)
                                .reversed()
                                .thenComparingInt(Candidate::order));
        Set<Block> seen = new HashSet<>();
        candidates.add(new Candidate(first, Long.MAX_VALUE, 0));
        int order = 0;
        int used = 0;
        while (!candidates.isEmpty() && blocks.size() < MOST_BLOCKS) {
            Block block = candidates.poll().block();
            int size = OpSize.of(block);
            boolean fits = blocks.isEmpty() || used + size <= room;
            if (!seen.add(block) || !fits) {
                continue;
            }
            used += size;
            numbers.put(block, blocks.size());
            blocks.add(block);
            long taken = Math.min(block.takenHeat(), block.heat());
            long through = block.heat() - taken;
            for (Block next : List.of(follower(block, true), follower(block, false))) {
                long weight = next == block.nextTaken() ? taken : through;
                boolean often = weight * RARE >= block.heat();
                if (next != block && often && next.region() == null && allowed.test(next)) {
                    candidates.add(new Candidate(next, weight, ++order));
                }
            }
        }
    }

    /** A block's follower, or itself where none was seen. */
    private static Block follower(Block block, boolean taken) {
        Block next = taken ? block.nextTaken() : block.next();
        return next == null ? block : next;
    }

    List<Block> blocks() {
        return blocks;
    }

    /** The number of a block, or -1 if it is not part of the region. */
    int number(Block block) {
        return block == null ? -1 : numbers.getOrDefault(block, -1);
    }

    /** The block of the region that begins at an address, or null. */
    Block at(long pc) {
        for (Block block : blocks) {
            if (block.pc() == pc) {
                return block;
            }
        }
        return null;
    }
}
