package org.rustos.channels.request;

import org.rustos.core.hart.HartContext;

/**
 * What the guest left behind, fetched once and not checked yet.
 *
 * @param opcode see {@code OpCode}
 * @param type stated type of the handle, 0 for none
 * @param reserved all bits that must be 0, or-ed together
 */
public record Request(
        int opcode, int type, long handle, long a0, long a1, long a2, long a3, long reserved) {
    private static final long U32 = 0xffff_ffffL;

    /** What a trap left in argument registers: (op, handle, a0, a1, a2, a3). */
    public static Request of(HartContext registers) {
        return new Request(
                (int) registers.argument(0),
                0,
                registers.argument(1) & U32,
                registers.argument(2),
                registers.argument(3),
                registers.argument(4),
                registers.argument(5),
                registers.argument(0) >>> Integer.SIZE);
    }

    Request withHandle(long other) {
        return new Request(opcode, type, other, a0, a1, a2, a3, reserved);
    }
}
