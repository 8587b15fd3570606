package org.rustos.cpu.riscv.isa;

import java.util.Arrays;

/**
 * Which registers a packed operation reads and writes, so that a schedule knows what waits for
 * what. Registers have one numbering: x0 to x31 (capabilities lie in the same registers), {@link
 * Decoder#SINK}, then f0 to f31.
 */
public final class RegisterUse {
    /** Of all operations in both modes. */
    public static final RegisterUse ALL = new RegisterUse(OpTable.CHERI_V9_CAPABILITY_MODE);

    /** The number of f0. */
    public static final int FLOAT = Decoder.SINK + 1;

    /** How many numbers there are. */
    public static final int REGISTERS = FLOAT + 32;

    /** What a source that does not exist reads: x0, for which nobody waits. */
    private static final int NOTHING = 0;

    private static final byte ABSENT = -1;

    /** Where CInvoke puts the unsealed data capability. */
    private static final int INVOKED_DATA = 31;

    private final byte[] first = new byte[OpCode.COUNT];
    private final byte[] second = new byte[OpCode.COUNT];
    private final byte[] third = new byte[OpCode.COUNT];
    private final byte[] target = new byte[OpCode.COUNT];

    /** Derives it from the operands of the table's full-size encodings. */
    public RegisterUse(OpTable table) {
        for (byte[] field : new byte[][] {first, second, third, target}) {
            Arrays.fill(field, ABSENT);
        }
        for (Op op : table.ops()) {
            if (!op.compressed()) {
                op.operands().forEach(operand -> note(op.number(), operand.field()));
                if (op.fixed().stream().anyMatch(field -> field.field().equals("rd"))) {
                    target[op.number()] = 0;
                }
            }
        }
    }

    private void note(int opCode, Operand.Field field) {
        switch (field) {
            case RS1, CS1 -> first[opCode] = 0;
            case FS1 -> first[opCode] = FLOAT;
            case RS2, CS2 -> second[opCode] = 0;
            case FS2 -> second[opCode] = FLOAT;
            case FS3 -> third[opCode] = FLOAT;
            case RD, CD -> target[opCode] = 0;
            case FD -> target[opCode] = FLOAT;
            default -> {
                // An immediate, a rounding mode, or a register that is none of these.
            }
        }
    }

    /** The register that the rs1 field reads. */
    public int first(long op) {
        int base = first[Decoder.opCode(op)];
        return base < 0 ? NOTHING : base + Decoder.rs1(op);
    }

    /** The register that the rs2 field reads; the stored value of a store. */
    public int second(long op) {
        int base = second[Decoder.opCode(op)];
        return base < 0 ? NOTHING : base + Decoder.rs2(op);
    }

    /** The register that is added in a fused multiplication. */
    public int third(long op) {
        int base = third[Decoder.opCode(op)];
        return base < 0 ? NOTHING : base + Decoder.immediate(op);
    }

    /** Whether an operation names a floating-point register. */
    public boolean floats(long op) {
        return target(op) >= FLOAT || first(op) >= FLOAT || second(op) >= FLOAT;
    }

    /** The register that is written, or {@link Decoder#SINK}. */
    public int target(long op) {
        int opCode = Decoder.opCode(op);
        if (opCode == OpCode.CINVOKE) {
            return INVOKED_DATA;
        }
        int base = target[opCode];
        return base < 0 ? Decoder.SINK : base + Decoder.rd(op);
    }
}
