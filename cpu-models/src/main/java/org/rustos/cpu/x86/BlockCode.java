package org.rustos.cpu.x86;

import org.rustos.cpu.x86.X86Pipeline.InstructionClass;
import org.rustos.cpu.zydis.Instruction;
import org.rustos.cpu.zydis.Instruction.Control;
import org.rustos.cpu.zydis.MemoryOperand;
import org.rustos.cpu.zydis.Registers;

import java.util.List;

/**
 * The instructions of a block as the pipeline sees them, in arrays, so that a block can be
 * scheduled again for another state of the core without looking at an instruction. Times are ticks
 * of {@link X86Pipeline#TICKS} to a cycle.
 */
final class BlockCode {
    /** What an instruction does to the stack pointer or another register that addresses use. */
    static final int KEEPS = -1;

    private static final long STACK_POINTER = 1L << Registers.RSP;

    /** One access to memory by an address expression. */
    record Place(int base, int index, int scale, boolean segmented, long offset, int bytes) {}

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

    BlockCode(List<Instruction> code, X86Pipeline pipeline) {
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
            ScheduledOp op = new ScheduledOp(code.get(i), pipeline.classOf(code.get(i)));
            operands(i, op);
            execution(i, op, pipeline);
            if (i > 0 && pipeline.fuses(code.get(i - 1), code.get(i))) {
                dispatch[i] = 0;
                latency[i] = 0;
            }
            anyDivision |= byQuotient[i];
        }
        divides = anyDivision;
    }

    private void operands(int i, ScheduledOp op) {
        Instruction instruction = op.instruction();
        inputs[i] = instruction.zeroing() ? 0 : op.inputs();
        written[i] = op.written();
        steppedRegister[i] = KEEPS;
        if (op.followsStack()) {
            steppedRegister[i] = Registers.RSP;
            step[i] = op.pushes() ? -8 : 8;
        } else if (op.step() != 0) {
            steppedRegister[i] = Long.numberOfTrailingZeros(written[i] & op.general());
            step[i] = op.step();
        }
        reads[i] = places(op, true);
        writes[i] = places(op, false);
        locked[i] = instruction.locked();
        control[i] = instruction.control() != Control.NONE;
        returns[i] = instruction.control() == Control.RETURN;
    }

    private static Place[] places(ScheduledOp op, boolean reading) {
        if (!op.touchesMemory()) {
            return new Place[0];
        }
        return op.instruction().memory().stream()
                .filter(m -> reading ? m.read() : m.write())
                .map(m -> place(op, m))
                .toArray(Place[]::new);
    }

    private static Place place(ScheduledOp op, MemoryOperand operand) {
        long offset = operand.displacement();
        if (op.followsStack() && operand.write() && op.pushes()) {
            offset -= 8;
        }
        return new Place(
                operand.base(),
                operand.index(),
                operand.scale(),
                operand.segmented(),
                offset,
                operand.size());
    }

    private void execution(int i, ScheduledOp op, X86Pipeline pipeline) {
        InstructionClass kind = op.kind();
        boolean loads = reads[i].length != 0;
        boolean free = op.instruction().zeroing();
        latency[i] = free || loads && kind.loadIsAll() ? 0 : pipeline.ticks(kind.latencyMc());
        dispatch[i] = pipeline.ticks(kind.dispatchMc());
        unit[i] = free ? -1 : kind.unit();
        if (unit[i] >= 0) {
            occupancy[i] = pipeline.ticks(kind.occupancyMc()) / pipeline.unitCount(unit[i]);
        }
        loadLatency[i] = pipeline.ticks(pipeline.loadLatencyMc(op.vector()));
        loadOccupancy[i] = pipeline.loadTicks(op.vector()) * reads[i].length;
        storeOccupancy[i] = pipeline.storeTicks(op.vector()) * writes[i].length;
        barrier[i] = kind.barrier();
        barrierOverlap[i] = pipeline.ticks(kind.overlapMc());
        byQuotient[i] = kind.byQuotient();
    }

    /** The registers that a place's address needs; the stack engine follows the stack pointer. */
    static long addressInputs(Place place) {
        long registers =
                (place.base() >= 0 ? 1L << place.base() : 0)
                        | (place.index() >= 0 ? 1L << place.index() : 0);
        return registers & ~STACK_POINTER;
    }
}
