package org.rustos.cpu.x86;

import org.rustos.cpu.zydis.Instruction;
import org.rustos.cpu.zydis.Instruction.Control;
import org.rustos.cpu.zydis.MemoryOperand;
import org.rustos.cpu.zydis.Registers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Prices a block by a dependency-aware schedule on the profile's pipeline. The block is run round
 * after round, as a loop would, with operands, forwarding and a reorder window; what one round adds
 * is its cost, because an out-of-order core hides latency that no later round waits for. All caches
 * hit: misses are events on top.
 */
final class BlockScheduler {
    private static final int ROUNDS = 16;
    private static final int SETTLED = 8;
    private static final long STACK_POINTER = 1L << Registers.RSP;

    private final X86Pipeline pipeline;
    private final long[] unitBusyMc;

    BlockScheduler(X86Pipeline pipeline) {
        this.pipeline = pipeline;
        this.unitBusyMc = new long[pipeline.units()];
    }

    /** Sets cost and reads of a block. */
    void schedule(List<Instruction> code, TimingBlock.Parts parts) {
        if (parts.repeatedBytes != 0) {
            // Priced by how much it moves: REP_START and REP_32_BYTES.
            return;
        }
        List<ScheduledOp> ops = new ArrayList<>(code.size());
        for (Instruction instruction : code) {
            ops.add(new ScheduledOp(instruction, pipeline.classOf(instruction)));
        }
        long steady = 0;
        long single = 0;
        Rounds rounds = new Rounds();
        for (int round = 1; round <= ROUNDS; round++) {
            rounds.run(ops);
            if (round == 1) {
                single = rounds.retiredMc;
            }
            if (round == SETTLED) {
                steady = rounds.retiredMc;
            }
        }
        steady = (rounds.retiredMc - steady) / (ROUNDS - SETTLED);
        long cost = Math.max(Math.max(steady, throughput(ops)), branchFloor(parts.control));
        boolean loops =
                parts.control == Control.CONDITIONAL && code.getLast().target() == parts.start;
        if (!loops && single > cost) {
            cost += Math.round((single - cost) * pipeline.exposed());
        }
        parts.costMc = cost;
        new ReadChains().find(ops, parts);
    }

    private long branchFloor(Control control) {
        return switch (control) {
            case NONE, TRAP -> 0;
            case CONDITIONAL -> pipeline.takenBranchMc() / 2;
            default -> pipeline.takenBranchMc();
        };
    }

    /** What the width and the busiest unit allow. */
    private long throughput(List<ScheduledOp> ops) {
        Arrays.fill(unitBusyMc, 0);
        long slots = 0;
        for (ScheduledOp op : ops) {
            slots += op.kind().uops();
            occupy(op.kind().unit(), op.kind().occupancyMc());
            if (op.loads()) {
                occupy(pipeline.loadUnit(), 1000);
            }
            if (op.stores()) {
                occupy(pipeline.storeUnit(), 1000);
            }
        }
        long most = slots * 1000 / pipeline.width();
        for (int unit = 0; unit < unitBusyMc.length; unit++) {
            most = Math.max(most, unitBusyMc[unit] / pipeline.unitCount(unit));
        }
        return most;
    }

    private void occupy(int unit, long mc) {
        if (unit >= 0) {
            unitBusyMc[unit] += mc;
        }
    }

    /** The machine state that one round of the block hands to the next. */
    private final class Rounds {
        final long[] readyMc = new long[Registers.COUNT];
        final List<Long> retiredAtMc = new ArrayList<>();
        final StoredValues stored = new StoredValues();
        long dispatchMc;
        long retiredMc;

        void run(List<ScheduledOp> ops) {
            for (ScheduledOp op : ops) {
                issue(op);
            }
        }

        private void issue(ScheduledOp op) {
            int beyond = retiredAtMc.size() - pipeline.reorder();
            if (beyond >= 0) {
                dispatchMc = Math.max(dispatchMc, retiredAtMc.get(beyond));
            }
            long start = Math.max(dispatchMc, ready(op.inputs()));
            if (op.kind().barrier()) {
                start = Math.max(start, retiredMc);
            }
            long latency = op.kind().latencyMc();
            if (op.loads()) {
                start = Math.max(start, loaded(op));
                latency = op.kind().loadIsAll() ? 0 : latency;
            }
            long finish = start + latency;
            if (op.stores()) {
                stored.store(op, finish);
            }
            long written = op.written();
            stored.changed(op);
            for (long rest = written; rest != 0; rest &= rest - 1) {
                readyMc[Long.numberOfTrailingZeros(rest)] = finish;
            }
            dispatchMc += op.kind().uops() * 1000L / pipeline.width();
            if (op.kind().barrier()) {
                dispatchMc = Math.max(dispatchMc, finish);
            }
            retiredMc = Math.max(retiredMc, finish);
            retiredAtMc.add(retiredMc);
        }

        private long loaded(ScheduledOp op) {
            long done = 0;
            for (MemoryOperand operand : op.instruction().memory()) {
                if (operand.read()) {
                    long address = Math.max(dispatchMc, ready(op.addressInputs(operand)));
                    long forwarded = stored.valueMc(op, operand);
                    long value = address + pipeline.loadLatencyMc(op.vector());
                    if (forwarded >= 0) {
                        // A locked access waits until the store is in the cache.
                        value =
                                op.instruction().locked()
                                        ? Math.max(forwarded, address)
                                                + pipeline.loadLatencyMc(false)
                                        : forwarded
                                                + pipeline.forwardMc(
                                                        operand.base() == Registers.RSP);
                    }
                    done = Math.max(done, Math.max(address, value));
                }
            }
            return done;
        }

        private long ready(long registers) {
            long latest = 0;
            for (long rest = registers; rest != 0; rest &= rest - 1) {
                latest = Math.max(latest, readyMc[Long.numberOfTrailingZeros(rest)]);
            }
            return latest;
        }
    }

    static long withoutStackPointer(long registers) {
        return registers & ~STACK_POINTER;
    }
}
