package org.rustos.cpu.riscv.timing;

import org.rustos.cpu.riscv.isa.Decoder;
import org.rustos.cpu.riscv.isa.OpCode;
import org.rustos.cpu.riscv.isa.RegisterUse;

/**
 * The state of the pipeline while a schedule is made: which cycle issues, what issued in it, and
 * when registers, pipes and units are ready. Operations issue in order; one that cannot holds back
 * all behind it.
 */
final class Scoreboard {
    private final RiscvPipeline pipeline;
    private final RegisterUse registers;

    /** The cycle at whose issue a register can be read. */
    private final long[] ready = new long[RegisterUse.REGISTERS];

    /** The cycle from which on a late stage may take it before that. */
    private final long[] takeable = new long[RegisterUse.REGISTERS];

    private final long[] pipeFree;

    /** The cycle in which a pipe was last taken for longer: by one of this cycle, if it is this. */
    private final long[] pipeTaken;

    private final long[] unitFree;
    private final int[] issued;
    private int count;
    private long cycle;
    private long last = -1;

    /** When everything that issued is finished. */
    private long finished;

    Scoreboard(RiscvPipeline pipeline) {
        this.pipeline = pipeline;
        this.registers = pipeline.registers();
        this.pipeFree = new long[pipeline.pipes()];
        this.pipeTaken = new long[pipeline.pipes()];
        this.unitFree = new long[pipeline.units()];
        this.issued = new int[pipeline.width()];
    }

    /** The cycle in which the last operation issued, -1 before the first. */
    long last() {
        return last;
    }

    /** What follows was reached by a taken transfer from the last operation. */
    void taken() {
        advance(last + pipeline.takenBranch());
    }

    /** Issues the next operation as early as it can; a measurement marker takes no place. */
    void issue(long op) {
        if (Decoder.opCode(op) == OpCode.ROS_MARKER) {
            return;
        }
        OpClass kind = pipeline.classOf(Decoder.opCode(op));
        int first = registers.first(op);
        int second = registers.second(op);
        int third = registers.third(op);
        int target = registers.target(op);
        long earliest = Math.max(from(first, kind.late()), from(second, kind.dataLate()));
        earliest = Math.max(earliest, from(third, kind.late()));
        // A result that is still to come must not overwrite this one.
        earliest = Math.max(earliest, ready[target] - kind.latency() - kind.late());
        earliest = kind.unit() < 0 ? earliest : Math.max(earliest, unitFree[kind.unit()]);
        earliest = kind.drain() ? Math.max(earliest, finished) : earliest;
        advance(earliest);
        while (!fits(kind)) {
            advance(cycle + 1);
        }
        put(kind);
        boolean late = Math.max(Math.max(ready[first], ready[third]), ready[second]) > cycle;
        long result = cycle + (late ? kind.lateLatency() : kind.latency());
        finished = Math.max(finished, result);
        if (target != Decoder.SINK) {
            ready[target] = result;
            takeable[target] = kind.bypassed() ? cycle + 1 : result;
        }
        last = cycle;
        if (kind.alone()) {
            advance(cycle + 1);
        }
    }

    /** When an operand can be taken by something that waits that long for it behind issue. */
    private long from(int register, int late) {
        return Math.max(ready[register] - late, takeable[register]);
    }

    private void advance(long to) {
        if (to > cycle) {
            cycle = to;
            count = 0;
        }
    }

    private boolean fits(OpClass kind) {
        if (count == issued.length || kind.alone() && count > 0) {
            return false;
        }
        issued[count] = kind.pipes();
        return place(count, 0) >= 0;
    }

    /** The pipe that the last operation gets if all of this cycle find one, else -1. */
    private int place(int operation, int used) {
        for (int pipe = 0; pipe < pipeFree.length; pipe++) {
            int bit = 1 << pipe;
            if ((issued[operation] & ~used & bit) != 0
                    && (pipeFree[pipe] <= cycle || pipeTaken[pipe] == cycle)
                    && (operation == 0 || place(operation - 1, used | bit) >= 0)) {
                return pipe;
            }
        }
        return -1;
    }

    private void put(OpClass kind) {
        if (kind.occupancy() > 1) {
            int pipe = place(count, 0);
            pipeFree[pipe] = cycle + kind.occupancy();
            pipeTaken[pipe] = cycle;
        }
        if (kind.unit() >= 0) {
            unitFree[kind.unit()] = cycle + kind.busy();
        }
        count++;
    }
}
