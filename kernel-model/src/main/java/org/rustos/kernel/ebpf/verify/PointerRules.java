package org.rustos.kernel.ebpf.verify;

import org.rustos.kernel.ebpf.isa.AluOp;
import org.rustos.kernel.ebpf.verify.Pointer.Kind;

/** What arithmetic on pointers is allowed, and where it leads. */
final class PointerRules {
    private static final long FARTHEST = 1L << 29;

    private PointerRules() {}

    /** The result of an operation with at least one pointer. */
    static Value apply(State state, AluOp op, int bits, Value left, Value right) throws Rejection {
        if (bits != 64) {
            throw Rejection.of("32-bit arithmetic on a pointer");
        }
        if (left instanceof Pointer a && right instanceof Pointer b) {
            boolean length = op == AluOp.SUB && a.packet() && b.packet();
            if (!length) {
                throw Rejection.of("%s %s %s is not allowed", a.name(), op.symbol(), b.name());
            }
            return Scalar.UNKNOWN;
        }
        if (op == AluOp.ADD && right instanceof Pointer pointer) {
            return move(state, pointer, (Scalar) left);
        }
        if (left instanceof Pointer pointer && (op == AluOp.ADD || op == AluOp.SUB)) {
            Scalar distance = (Scalar) right;
            return move(
                    state,
                    pointer,
                    op == AluOp.ADD
                            ? distance
                            : Scalar.apply(AluOp.SUB, 64, Scalar.ZERO, distance));
        }
        Pointer pointer = (Pointer) (left instanceof Pointer ? left : right);
        throw Rejection.of("arithmetic %s on %s is not allowed", op.symbol(), pointer.name());
    }

    private static Pointer move(State state, Pointer pointer, Scalar distance) throws Rejection {
        if (pointer.nullable()) {
            throw Rejection.of("arithmetic on %s: compare it with 0 first", pointer.name());
        }
        if (pointer.kind() == Kind.MAP || pointer.kind() == Kind.PACKET_END) {
            throw Rejection.of("arithmetic on %s is not allowed", pointer.name());
        }
        long min = distance.whole().smin();
        long max = distance.whole().smax();
        if (min <= -FARTHEST || max >= FARTHEST) {
            throw Rejection.of(
                    "arithmetic on %s with a number that has no small bounds (%s)",
                    pointer.name(), distance);
        }
        if (distance.constant()) {
            long fixed = pointer.fixed() + distance.value();
            if (Math.abs(fixed) >= FARTHEST) {
                throw Rejection.of("%s is moved too far", pointer.name());
            }
            return pointer.moved(fixed, pointer.variable(), pointer.id(), pointer.range());
        }
        Scalar variable = Scalar.apply(AluOp.ADD, 64, pointer.variable(), distance.withId(0));
        if (variable.whole().smin() <= -FARTHEST || variable.whole().smax() >= FARTHEST) {
            throw Rejection.of("%s is moved too far", pointer.name());
        }
        int id = pointer.kind() == Kind.PACKET ? state.newId() : pointer.id();
        return pointer.moved(pointer.fixed(), variable, id, 0);
    }
}
