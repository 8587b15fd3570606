package org.rustos.cpu.x86;

import org.rustos.cpu.zydis.MemoryOperand;
import org.rustos.cpu.zydis.Registers;

import java.util.List;

/**
 * Tells the reads of a block whose address comes from a read of the round before (a pointer chase)
 * from those that an out-of-order core can have in flight together: only the former wait for each
 * other's misses in full.
 */
final class ReadChains {
    private static final int THIS_ROUND = 1;
    private static final int EARLIER_ROUND = 2;

    // From which rounds' reads a register's value comes.
    private final int[] origin = new int[Registers.COUNT];
    private int reads;
    private long chained;

    /** Sets {@code reads} and {@code chainedReads}. */
    void find(List<ScheduledOp> ops, TimingBlock.Parts parts) {
        follow(ops);
        for (int i = 0; i < origin.length; i++) {
            origin[i] = origin[i] == 0 ? 0 : EARLIER_ROUND;
        }
        reads = 0;
        chained = 0;
        follow(ops);
        parts.reads = reads;
        parts.chainedReads = chained;
    }

    private void follow(List<ScheduledOp> ops) {
        for (ScheduledOp op : ops) {
            int from = origins(op.inputs());
            if (op.loads()) {
                for (MemoryOperand operand : op.instruction().memory()) {
                    if (operand.read()) {
                        int address = origins(op.addressInputs(operand));
                        note(operand, (address & EARLIER_ROUND) != 0);
                        from |= address | THIS_ROUND;
                    }
                }
            }
            for (long rest = op.written(); rest != 0; rest &= rest - 1) {
                origin[Long.numberOfTrailingZeros(rest)] = from;
            }
        }
    }

    // The engine reports 16 bytes and more as several reads of 8.
    private void note(MemoryOperand operand, boolean chain) {
        int parts = Math.max(1, operand.size() / 8);
        for (int i = 0; i < parts; i++) {
            if (chain && reads < Long.SIZE) {
                chained |= 1L << reads;
            }
            reads++;
        }
    }

    private int origins(long registers) {
        int all = 0;
        for (long rest = registers; rest != 0; rest &= rest - 1) {
            all |= origin[Long.numberOfTrailingZeros(rest)];
        }
        return all;
    }
}
