package org.rustos.cpu.x86;

import org.rustos.cpu.zydis.MemoryOperand;
import org.rustos.cpu.zydis.Registers;

import java.util.HashMap;
import java.util.Map;

/**
 * Follows values through memory inside a block's schedule: a load whose address is written the same
 * way as an earlier store's, from unchanged registers, gets that store's data. The stack pointer's
 * known steps (PUSH, POP, CALL, RET) are followed.
 */
final class StoredValues {
    private record Place(
            int base, int baseVersion, int index, int indexVersion, int scale, long offset) {}

    private final Map<Place, Long> values = new HashMap<>();
    private final int[] versions = new int[Registers.COUNT];
    private long stackOffset;

    void store(ScheduledOp op, long dataMc) {
        for (MemoryOperand operand : op.instruction().memory()) {
            if (operand.write()) {
                values.put(place(op, operand), dataMc);
            }
        }
    }

    /** When the data that a load reads was stored, or -1 if no store of the block wrote it. */
    long valueMc(ScheduledOp op, MemoryOperand operand) {
        return values.getOrDefault(place(op, operand), -1L);
    }

    /** Notes what an instruction did to the registers that addresses are made of. */
    void changed(ScheduledOp op) {
        if (op.followsStack()) {
            stackOffset += pushes(op) ? -8 : 8;
        }
        for (long rest = op.written(); rest != 0; rest &= rest - 1) {
            versions[Long.numberOfTrailingZeros(rest)]++;
        }
    }

    private static boolean pushes(ScheduledOp op) {
        return op.instruction().category().equals("PUSH")
                || op.instruction().category().equals("CALL");
    }

    private Place place(ScheduledOp op, MemoryOperand operand) {
        long offset = operand.displacement();
        if (operand.base() == Registers.RSP) {
            offset += stackOffset;
            if (op.followsStack() && operand.write() && pushes(op)) {
                offset -= 8;
            }
        }
        return new Place(
                operand.base(),
                operand.base() < 0 ? 0 : versions[operand.base()],
                operand.index(),
                operand.index() < 0 ? 0 : versions[operand.index()],
                operand.scale(),
                offset);
    }
}
