package org.rustos.cpu.arm;

import org.rustos.cpu.pipeline.MicroOp.Step;

import java.util.List;

/** Reads the register fields of A64 words, by the names that {@code a64.ops} has for them. */
final class A64Operands {
    private A64Operands() {}

    /** The registers that operands name in a word. */
    static long mask(List<String> operands, int word) {
        long mask = 0;
        for (String operand : operands) {
            mask |= mask(operand, word);
        }
        return mask;
    }

    private static long mask(String operand, int word) {
        return switch (operand) {
            case "F" -> 1L << A64Registers.FLAGS;
            case "LR" -> 1L << A64Registers.LR;
            case "SP" -> 1L << A64Registers.SP;
            case "X16" -> 1L << 16;
            case "X17" -> 1L << 17;
            default -> byField(operand, word);
        };
    }

    private static long byField(String operand, int word) {
        int first = field(operand.charAt(1), word);
        int count = operand.length() > 2 ? operand.charAt(2) - '0' : 1;
        long mask = 0;
        for (int i = 0; i < count; i++) {
            int number = first + i & A64Registers.THIRTY_ONE;
            mask |=
                    switch (operand.charAt(0)) {
                        case 'V' -> 1L << A64Registers.VECTOR + number;
                        case 'S' -> 1L << number;
                        default -> number == A64Registers.THIRTY_ONE ? 0 : 1L << number;
                    };
        }
        return mask;
    }

    /** Number of the register that a field names. */
    static int field(char name, int word) {
        return switch (name) {
            case 'd' -> word & 31;
            case 'n' -> word >>> 5 & 31;
            case 'a' -> word >>> 10 & 31;
            case 'm' -> word >>> 16 & 31;
            default -> throw new IllegalArgumentException("a64.ops: no register field " + name);
        };
    }

    /** Number of the base register of a memory operand, or of the first source. */
    static int base(int word) {
        return field('n', word);
    }

    static int index(int word) {
        return field('m', word);
    }

    static int target(int word) {
        return field('d', word);
    }

    /** How an addition of a constant changes its register. */
    static Step step(A64Op op, int word) {
        boolean whole = word < 0;
        if (!whole || !addsConstant(op) || base(word) != target(word)) {
            return Step.UNKNOWN;
        }
        return new Step(base(word), constant(op, word));
    }

    static boolean addsConstant(A64Op op) {
        return op.memory().equals("+imm12") || op.memory().equals("-imm12");
    }

    /** What an addition of a constant adds, less than 0 if it is taken away. */
    static long constant(A64Op op, int word) {
        long constant = (long) (word >>> 10 & 0xfff) << ((word >>> 22 & 1) == 0 ? 0 : 12);
        return op.memory().startsWith("+") ? constant : -constant;
    }
}
