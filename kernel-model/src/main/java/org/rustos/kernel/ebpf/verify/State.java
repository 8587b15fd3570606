package org.rustos.kernel.ebpf.verify;

import org.rustos.kernel.ebpf.verify.Value.Unset;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** What is known at one point of one path. */
final class State {
    private final List<Frame> frames = new ArrayList<>();
    private final SortedSet<Integer> references = new TreeSet<>();
    private int ids;

    State() {
        frames.add(new Frame(0, -1));
    }

    private State(State other) {
        other.frames.forEach(frame -> frames.add(frame.copy()));
        references.addAll(other.references);
        ids = other.ids;
    }

    State copy() {
        return new State(this);
    }

    /** Takes over what another state knows; the other one must not be used any more. */
    void become(State other) {
        frames.clear();
        frames.addAll(other.frames);
        references.clear();
        references.addAll(other.references);
        ids = other.ids;
    }

    List<Frame> frames() {
        return frames;
    }

    Frame top() {
        return frames.getLast();
    }

    int depth() {
        return frames.size() - 1;
    }

    SortedSet<Integer> references() {
        return references;
    }

    /** A name that nothing on this path has. */
    int newId() {
        return ++ids;
    }

    /** A register that a program may read. */
    Value read(int register) throws Rejection {
        Value value = top().registers[register];
        if (value == Unset.UNSET) {
            throw Rejection.of("r%d is read but was not written", register);
        }
        return value;
    }

    Scalar readNumber(int register, String what) throws Rejection {
        if (read(register) instanceof Scalar scalar) {
            return scalar;
        }
        throw Rejection.of("%s r%d is a pointer, not a number", what, register);
    }

    void set(int register, Value value) throws Rejection {
        if (register == Frame.FP) {
            throw Rejection.of("r10 is read-only");
        }
        top().registers[register] = value;
    }

    void forget(int first, int last) {
        for (int i = first; i <= last; i++) {
            top().registers[i] = Unset.UNSET;
        }
    }

    /** Changes every value of every frame. */
    void replaceAll(UnaryOperator<Value> change) {
        frames.forEach(frame -> frame.replaceAll(change));
    }

    /** Tells all copies of a number what is known of one. */
    void learn(int register, Scalar old, Scalar sharper) {
        if (old.id() == 0) {
            top().registers[register] = sharper;
            return;
        }
        replaceAll(value -> value instanceof Scalar s && s.id() == old.id() ? sharper : value);
    }

    /** Settles whether a pointer is null, for it and its copies. */
    void settle(Pointer pointer, boolean isNull) {
        if (isNull) {
            references.remove(pointer.reference());
        }
        replaceAll(
                value -> {
                    boolean same =
                            value instanceof Pointer p && p.nullable() && p.id() == pointer.id();
                    if (!same) {
                        return value;
                    }
                    return isNull ? Scalar.ZERO : ((Pointer) value).sure();
                });
    }

    /** Gives a reference back: nothing may use it from here on. */
    void release(int reference) {
        references.remove(reference);
        replaceAll(
                value ->
                        value instanceof Pointer p && p.reference() == reference
                                ? Unset.UNSET
                                : value);
    }

    @Override
    public String toString() {
        String text = depth() == 0 ? "" : "frame " + depth() + ": ";
        text += top();
        return references.isEmpty() ? text : text + " references=" + references;
    }
}
