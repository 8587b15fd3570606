package org.rustos.cpu.pipeline;

import java.util.Arrays;
import java.util.List;

/**
 * Knows from which registers and earlier reads of a block each read's address comes, and each
 * register's value behind the block: whoever depends on a miss waits for it, everything else
 * overlaps it.
 */
public final class ReadOrigins {
    private static final int MOST = Long.SIZE;

    /** How many reads the block does, as the engine reports them. */
    public final int reads;

    private final long[] addressRegisters;
    private final long[] addressReads;
    // By register that the block writes.
    private final int[] written;
    private final long[] valueRegisters;
    private final long[] valueReads;

    private ReadOrigins(Follower follower) {
        reads = follower.reads;
        addressRegisters = Arrays.copyOf(follower.addressRegisters, Math.min(reads, MOST));
        addressReads = Arrays.copyOf(follower.addressReads, Math.min(reads, MOST));
        written = new int[Long.bitCount(follower.written)];
        valueRegisters = new long[written.length];
        valueReads = new long[written.length];
        int i = 0;
        for (long rest = follower.written; rest != 0; rest &= rest - 1) {
            int register = Long.numberOfTrailingZeros(rest);
            written[i] = register;
            valueRegisters[i] = follower.registers[register];
            valueReads[i] = follower.fromReads[register];
            i++;
        }
    }

    /** The origins of a block's reads. */
    public static ReadOrigins of(List<MicroOp> code, Pipeline pipeline) {
        Follower follower = new Follower(pipeline.registers());
        code.forEach(follower::follow);
        return new ReadOrigins(follower);
    }

    /**
     * Whether a read waits for an earlier miss.
     *
     * @param read its number in the block
     * @param late registers whose value waited for a miss when the block began
     * @param missed the block's reads that missed, as bits
     */
    public boolean waits(int read, long late, long missed) {
        return read < addressReads.length
                && ((addressRegisters[read] & late) != 0 || (addressReads[read] & missed) != 0);
    }

    /** The registers that wait for a miss behind the block. */
    public long late(long before, long missed) {
        long late = before;
        for (int i = 0; i < written.length; i++) {
            if ((valueRegisters[i] & before) != 0 || (valueReads[i] & missed) != 0) {
                late |= 1L << written[i];
            } else {
                late &= ~(1L << written[i]);
            }
        }
        return late;
    }

    /** Walks through a block once. */
    private static final class Follower {
        // Of each register: the block's entry registers and reads that its value comes from.
        final long[] registers;
        final long[] fromReads;
        final long[] addressRegisters = new long[MOST];
        final long[] addressReads = new long[MOST];
        long written;
        int reads;

        Follower(int count) {
            registers = new long[count];
            fromReads = new long[count];
            for (int i = 0; i < registers.length; i++) {
                registers[i] = 1L << i;
            }
        }

        void follow(MicroOp op) {
            long valueRegisters = union(registers, op.inputs());
            long valueReads = union(fromReads, op.inputs());
            for (Place place : op.reads()) {
                valueReads |= note(place);
                valueRegisters |= union(registers, place.inputs());
                valueReads |= union(fromReads, place.inputs());
            }
            for (long rest = op.written(); rest != 0; rest &= rest - 1) {
                int register = Long.numberOfTrailingZeros(rest);
                registers[register] = valueRegisters;
                fromReads[register] = valueReads;
            }
            written |= op.written();
        }

        private long note(Place place) {
            long bits = 0;
            for (int i = 0; i < place.accesses(); i++) {
                if (reads < MOST) {
                    addressRegisters[reads] = union(registers, place.inputs());
                    addressReads[reads] = union(fromReads, place.inputs());
                    bits |= 1L << reads;
                }
                reads++;
            }
            return bits;
        }

        private static long union(long[] of, long mask) {
            long all = 0;
            for (long rest = mask; rest != 0; rest &= rest - 1) {
                all |= of[Long.numberOfTrailingZeros(rest)];
            }
            return all;
        }
    }
}
