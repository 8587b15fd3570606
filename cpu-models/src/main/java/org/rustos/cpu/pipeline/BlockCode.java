package org.rustos.cpu.pipeline;

import org.rustos.cpu.pipeline.MicroOp.Trait;
import org.rustos.cpu.pipeline.Pipeline.InstructionClass;

import java.util.List;

/**
 * The instructions of a block as the pipeline sees them, in arrays, so that a block can be
 * scheduled again for another state of the core without looking at an instruction. Times are ticks
 * of {@link Pipeline#TICKS} to a cycle.
 */
public final class BlockCode {
    final int size;
    final long[] inputs;
    final long[] written;
    final int[] latency;
    final int[] dispatch;
    final int[] unit;
    final int[] occupancy;
    final int[] loadLatency;
    final int[] loadOccupancy;
    final int[] storeOccupancy;
    final int[] barrierOverlap;
    final boolean[] barrier;
    final boolean[] locked;
    final boolean[] control;
    final boolean[] returns;
    final boolean[] byQuotient;
    final Place[][] reads;
    final Place[][] writes;
    // A register that changes by a known amount, so that places named by it stay known.
    final int[] steppedRegister;
    final long[] step;
    // Quotients are looked at only in blocks that divide.
    final boolean divides;

    /** The instructions of a block for a pipeline. */
    public BlockCode(List<MicroOp> code, Pipeline pipeline) {
        size = code.size();
        inputs = new long[size];
        written = new long[size];
        latency = new int[size];
        dispatch = new int[size];
        unit = new int[size];
        occupancy = new int[size];
        loadLatency = new int[size];
        loadOccupancy = new int[size];
        storeOccupancy = new int[size];
        barrierOverlap = new int[size];
        barrier = new boolean[size];
        locked = new boolean[size];
        control = new boolean[size];
        returns = new boolean[size];
        byQuotient = new boolean[size];
        reads = new Place[size][];
        writes = new Place[size][];
        steppedRegister = new int[size];
        step = new long[size];
        boolean anyDivision = false;
        for (int i = 0; i < size; i++) {
            MicroOp op = code.get(i);
            operands(i, op);
            execution(i, op, pipeline);
            if (op.is(Trait.FUSED)) {
                dispatch[i] = 0;
                latency[i] = 0;
            }
            anyDivision |= byQuotient[i];
        }
        divides = anyDivision;
    }

    private void operands(int i, MicroOp op) {
        inputs[i] = op.inputs();
        written[i] = op.written();
        steppedRegister[i] = op.step().register();
        step[i] = op.step().by();
        reads[i] = op.reads().toArray(Place[]::new);
        writes[i] = op.writes().toArray(Place[]::new);
        locked[i] = op.is(Trait.LOCKED);
        control[i] = op.is(Trait.CONTROL);
        returns[i] = op.is(Trait.RETURN);
    }

    private void execution(int i, MicroOp op, Pipeline pipeline) {
        InstructionClass kind = op.kind();
        boolean loads = reads[i].length != 0;
        boolean free = op.is(Trait.FREE);
        boolean vector = op.is(Trait.VECTOR);
        latency[i] = free || loads && kind.loadIsAll() ? 0 : pipeline.ticks(kind.latencyMc());
        dispatch[i] = pipeline.ticks(kind.dispatchMc());
        unit[i] = free ? -1 : kind.unit();
        if (unit[i] >= 0) {
            occupancy[i] = pipeline.ticks(kind.occupancyMc()) / pipeline.unitCount(unit[i]);
        }
        loadLatency[i] = pipeline.ticks(pipeline.loadLatencyMc(vector));
        loadOccupancy[i] = pipeline.loadTicks(vector) * reads[i].length;
        storeOccupancy[i] = pipeline.storeTicks(vector) * writes[i].length;
        barrier[i] = kind.barrier();
        barrierOverlap[i] = pipeline.ticks(kind.overlapMc());
        byQuotient[i] = kind.byQuotient();
    }
}
