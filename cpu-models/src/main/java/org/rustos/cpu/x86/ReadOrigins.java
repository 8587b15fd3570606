package org.rustos.cpu.x86;

import org.rustos.cpu.zydis.Instruction;
import org.rustos.cpu.zydis.MemoryOperand;
import org.rustos.cpu.zydis.Registers;

import java.util.Arrays;
import java.util.List;

/**
 * Knows from which registers and earlier reads of a block each read's address comes, and each
 * register's value behind the block: whoever depends on a miss waits for it, everything else
 * overlaps it.
 */
final class ReadOrigins {
    private static final int MOST = Long.SIZE;
    private static final long STACK_POINTER = 1L << Registers.RSP;

    /** How many reads the block does; of 16 bytes and more each 8 are one, as the engine has it. */
    final int reads;

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

    static ReadOrigins of(List<Instruction> code, X86Pipeline pipeline) {
        Follower follower = new Follower();
        for (Instruction instruction : code) {
            follower.follow(new ScheduledOp(instruction, pipeline.classOf(instruction)));
        }
        return new ReadOrigins(follower);
    }

    /**
     * Whether a read waits for an earlier miss.
     *
     * @param read its number in the block
     * @param late registers whose value waited for a miss when the block began
     * @param missed the block's reads that missed, as bits
     */
    boolean waits(int read, long late, long missed) {
        return read < addressReads.length
                && ((addressRegisters[read] & late) != 0 || (addressReads[read] & missed) != 0);
    }

    /** The registers that wait for a miss behind the block. */
    long late(long before, long missed) {
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
        final long[] registers = new long[Registers.COUNT];
        final long[] fromReads = new long[Registers.COUNT];
        final long[] addressRegisters = new long[MOST];
        final long[] addressReads = new long[MOST];
        long written;
        int reads;

        Follower() {
            for (int i = 0; i < registers.length; i++) {
                registers[i] = 1L << i;
            }
        }

        void follow(ScheduledOp op) {
            long inputs = op.instruction().zeroing() ? 0 : op.inputs();
            long valueRegisters = union(registers, inputs);
            long valueReads = union(fromReads, inputs);
            if (op.loads()) {
                for (MemoryOperand operand : op.instruction().memory()) {
                    if (operand.read()) {
                        long address = operand.addressRegisters() & ~STACK_POINTER;
                        valueReads |= note(operand, address);
                        valueRegisters |= union(registers, address);
                        valueReads |= union(fromReads, address);
                    }
                }
            }
            for (long rest = op.written(); rest != 0; rest &= rest - 1) {
                int register = Long.numberOfTrailingZeros(rest);
                registers[register] = valueRegisters;
                fromReads[register] = valueReads;
            }
            written |= op.written();
        }

        private long note(MemoryOperand operand, long address) {
            long bits = 0;
            for (int i = 0; i < Math.max(1, operand.size() / 8); i++) {
                if (reads < MOST) {
                    addressRegisters[reads] = union(registers, address);
                    addressReads[reads] = union(fromReads, address);
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
