package org.rustos.kernel.ebpf.verify;

import org.rustos.kernel.ebpf.isa.AluOp;

/** What is known of the bits of a result. */
final class BitRules {
    private BitRules() {}

    /** The bits of a result; operands of a 32-bit operation are zero-extended. */
    static Tnum apply(AluOp op, int bits, Tnum a, Tnum b) {
        int count = (int) b.value() & (bits - 1);
        return switch (op) {
            case ADD -> a.add(b);
            case SUB -> a.sub(b);
            case NEG -> Tnum.of(0).sub(a);
            case MUL -> a.mul(b);
            case AND -> a.and(b);
            case OR -> a.or(b);
            case XOR -> a.xor(b);
            case LSH -> b.known() ? a.shiftLeft(count) : Tnum.UNKNOWN;
            case RSH -> b.known() ? a.shiftRight(count) : Tnum.UNKNOWN;
            case ARSH ->
                    b.known()
                            ? (bits == 64 ? a : a.extendSign(32)).shiftRightSigned(count)
                            : Tnum.UNKNOWN;
            case DIV, SDIV, MOD, SMOD, MOV, MOVSX8, MOVSX16, MOVSX32 -> Tnum.UNKNOWN;
        };
    }

    /** Whether the low half of a 64-bit result follows from the low halves of its operands. */
    static boolean lowHalfAlone(AluOp op, Scalar count) {
        return switch (op) {
            case ADD, SUB, MUL, AND, OR, XOR, NEG -> true;
            case LSH -> count.constant() && (count.value() & 63) < 32;
            default -> false;
        };
    }
}
