package org.rustos.cpu.pipeline;

import org.rustos.core.snapshot.Snapshotted;
import org.rustos.core.timing.CoreTiming;

import java.util.Arrays;

/**
 * Says which misses a load hides behind: those that are outstanding, as deep as its own, and not
 * what its address waits for. A miss of memory is outstanding while the reorder window behind it
 * fills and miss buffers are free; the latency of nearer ones a steady flow of independent loads
 * hides for ever.
 */
final class Outstanding implements Snapshotted {
    private final int reorder;
    private final int missBuffers;
    private final int flagsBit;

    private long late;
    private long missed;
    private int depth;
    private long windowEnd;
    private int open;
    // Blocks whose reads have not all been seen, in the order of execution, and the number of the
    // next read from the beginning of blocks[at].
    private transient TimingBlock[] blocks = new TimingBlock[16];
    private transient int entered;
    private transient int at;
    private transient int read;

    Outstanding(int reorder, int missBuffers, int flagsBit) {
        this.reorder = reorder;
        this.missBuffers = missBuffers;
        this.flagsBit = flagsBit;
    }

    /** The reads of the blocks before are all seen; a new run of blocks begins. */
    void settled() {
        if ((late | missed) != 0) {
            while (at < entered) {
                leaveBlock();
            }
        }
        entered = 0;
        at = 0;
        read = 0;
    }

    /** The next block does this first, so it may as well be done now. */
    @Override
    public void saving() {
        settled();
    }

    @Override
    public void restored() {
        entered = 0;
        at = 0;
        read = 0;
    }

    void enter(TimingBlock block) {
        if (entered == blocks.length) {
            blocks = Arrays.copyOf(blocks, 2 * entered);
        }
        blocks[entered++] = block;
    }

    /** How deep a miss the next load hides, see {@link CoreTiming#load(long, int, long, int)}. */
    int covered(long instructions) {
        if (depth == CoreTiming.NEAR) {
            return CoreTiming.NEAR;
        }
        findBlock();
        if (instructions >= windowEnd || open >= missBuffers) {
            end();
            return CoreTiming.NEAR;
        }
        return at < entered && waits() ? CoreTiming.NEAR : depth;
    }

    private boolean waits() {
        ReadOrigins origins = blocks[at].origins;
        return origins != null && origins.waits(read, late, missed);
    }

    /** The load that {@link #covered} was asked for went that deep. */
    void loaded(int went, int hidden, long instructions) {
        if (went != CoreTiming.NEAR) {
            findBlock();
            missed(went, hidden, instructions);
        }
        read++;
    }

    private void missed(int went, int hidden, long instructions) {
        if (read < Long.SIZE) {
            missed |= 1L << read;
        }
        if (went > hidden) {
            // Paid in full: what waited for older misses has them now.
            if (hidden == CoreTiming.NEAR) {
                late = 0;
                missed = read < Long.SIZE ? 1L << read : 0;
            }
            depth = went;
            open = 1;
            windowEnd = instructions + reorder;
        } else if (went < CoreTiming.FAR && depth < CoreTiming.FAR) {
            windowEnd = instructions + reorder;
        } else {
            open++;
        }
    }

    /** A branch went wrong: what is behind it begins when it is known, after what it waited for. */
    void mispredicted() {
        if ((late >>> flagsBit & 1) != 0) {
            end();
        }
    }

    private void end() {
        depth = CoreTiming.NEAR;
        late = 0;
        missed = 0;
        open = 0;
    }

    /** Which block the next read belongs to; looked up only when a miss asks. */
    private void findBlock() {
        while (at < entered - 1 && read >= reads(blocks[at])) {
            read -= reads(blocks[at]);
            leaveBlock();
        }
    }

    private void leaveBlock() {
        ReadOrigins origins = blocks[at].origins;
        if ((late | missed) != 0 && origins != null) {
            late = origins.late(late, missed);
        }
        missed = 0;
        at++;
    }

    private static int reads(TimingBlock block) {
        return block.origins == null ? 0 : block.origins.reads;
    }
}
