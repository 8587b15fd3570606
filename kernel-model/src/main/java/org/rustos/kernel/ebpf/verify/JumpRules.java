package org.rustos.kernel.ebpf.verify;

import org.rustos.kernel.ebpf.isa.Form;
import org.rustos.kernel.ebpf.isa.Instruction;
import org.rustos.kernel.ebpf.isa.JumpOp;
import org.rustos.kernel.ebpf.verify.Pointer.Kind;

/** What both outcomes of a comparison tell. */
final class JumpRules {
    private JumpRules() {}

    /**
     * Sharpens a state by an outcome.
     *
     * @return whether the outcome is possible at all
     */
    static boolean assume(State state, Instruction at, boolean taken) throws Rejection {
        Form form = at.form();
        Value left = state.read(at.dst());
        Value right = form.register() ? state.read(at.src()) : Scalar.of(at.imm());
        if (left instanceof Scalar a && right instanceof Scalar b) {
            return numbers(state, at, a, b, taken);
        }
        if (form.bits() == 32) {
            throw Rejection.of("part of a pointer is compared");
        }
        if (left instanceof Pointer p && right instanceof Scalar s) {
            return withNull(state, form.jump(), p, s, taken);
        }
        if (left instanceof Scalar s && right instanceof Pointer p) {
            return withNull(state, form.jump(), p, s, taken);
        }
        packets(state, form.jump(), (Pointer) left, (Pointer) right, taken);
        return true;
    }

    private static boolean numbers(State state, Instruction at, Scalar a, Scalar b, boolean taken) {
        Form form = at.form();
        Refinement refined = Refinement.of(form.jump(), form.bits(), a, b, taken);
        if (!refined.possible()) {
            return false;
        }
        boolean same = form.register() && at.dst() == at.src();
        if (same) {
            return sameNumber(form.jump(), a, form.bits(), taken);
        }
        state.learn(at.dst(), a, refined.left());
        boolean copies = a.id() != 0 && a.id() == b.id();
        if (form.register() && !copies) {
            state.learn(at.src(), b, refined.right());
        }
        return true;
    }

    /** A register compared with itself: only JSET depends on its value. */
    private static boolean sameNumber(JumpOp op, Scalar a, int bits, boolean taken) {
        if (op == JumpOp.JSET) {
            return Refinement.of(op, bits, a, a, taken).possible();
        }
        return op.test(0, 0) == taken;
    }

    private static boolean withNull(
            State state, JumpOp op, Pointer pointer, Scalar number, boolean taken)
            throws Rejection {
        boolean asks = op == JumpOp.JEQ || op == JumpOp.JNE;
        if (!asks || !number.constant() || number.value() != 0) {
            throw Rejection.of("%s is compared with a number other than null", pointer.name());
        }
        boolean isNull = (op == JumpOp.JEQ) == taken;
        if (!pointer.nullable()) {
            return !isNull;
        }
        state.settle(pointer, isNull);
        return true;
    }

    private static void packets(State state, JumpOp op, Pointer a, Pointer b, boolean taken)
            throws Rejection {
        if (!a.packet() || !b.packet()) {
            throw Rejection.of("%s is compared with %s", a.name(), b.name());
        }
        boolean swapped = a.kind() == Kind.PACKET_END;
        Pointer packet = swapped ? b : a;
        if (packet.kind() != Kind.PACKET || a.kind() == b.kind() || op == JumpOp.JSET) {
            return; // both outcomes are possible and tell nothing
        }
        JumpOp asked = swapped ? mirrored(op) : op;
        JumpOp holds = taken ? asked : asked.opposite();
        long proved =
                switch (holds) {
                    case JLE, JEQ -> packet.fixed();
                    case JLT -> packet.fixed() + 1;
                    default -> 0;
                };
        if (proved <= 0) {
            return;
        }
        state.replaceAll(
                value ->
                        value instanceof Pointer p
                                        && p.kind() == Kind.PACKET
                                        && p.id() == packet.id()
                                        && p.range() < proved
                                ? p.withRange(proved)
                                : value);
    }

    /** The comparison with its sides exchanged. */
    private static JumpOp mirrored(JumpOp op) {
        return switch (op) {
            case JGT -> JumpOp.JLT;
            case JGE -> JumpOp.JLE;
            case JLT -> JumpOp.JGT;
            case JLE -> JumpOp.JGE;
            case JSGT -> JumpOp.JSLT;
            case JSGE -> JumpOp.JSLE;
            case JSLT -> JumpOp.JSGT;
            case JSLE -> JumpOp.JSGE;
            default -> op;
        };
    }
}
