package org.rustos.kernel.ebpf.verify;

import org.rustos.kernel.ebpf.verify.Value.Unset;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether a state that was explored tells of all that another can do: each value of the other is
 * one that the explored state allowed, and names of copies and references correspond.
 */
final class Comparison {
    private final Map<Integer, Integer> forward = new HashMap<>();
    private final Map<Integer, Integer> backward = new HashMap<>();

    private Comparison() {}

    static boolean covers(State explored, State now) {
        return new Comparison().states(explored, now);
    }

    private boolean states(State explored, State now) {
        List<Frame> old = explored.frames();
        List<Frame> next = now.frames();
        if (old.size() != next.size() || explored.references().size() != now.references().size()) {
            return false;
        }
        for (int i = 0; i < old.size(); i++) {
            if (!frames(old.get(i), next.get(i))) {
                return false;
            }
        }
        for (int reference : explored.references()) {
            Integer partner = forward.get(reference);
            if (partner == null || !now.references().contains(partner)) {
                return false;
            }
        }
        return true;
    }

    private boolean frames(Frame old, Frame next) {
        if (old.returnSlot != next.returnSlot) {
            return false;
        }
        for (int i = 0; i < Frame.FP; i++) {
            if (!values(old.registers[i], next.registers[i])) {
                return false;
            }
        }
        for (int i = 0; i < Frame.WORDS; i++) {
            if (!words(old, next, i)) {
                return false;
            }
        }
        return true;
    }

    private boolean words(Frame old, Frame next, int i) {
        if ((old.written[i] & ~next.written[i]) != 0) {
            return false;
        }
        if (old.words[i] != null) {
            return next.words[i] != null && values(old.words[i], next.words[i]);
        }
        return old.written[i] == 0 || !(next.words[i] instanceof Pointer);
    }

    private boolean values(Value old, Value next) {
        if (old == Unset.UNSET) {
            return true;
        }
        if (old instanceof Scalar a) {
            return next instanceof Scalar b
                    && a.covers(b)
                    && (a.id() == 0 || named(a.id(), b.id()));
        }
        return old instanceof Pointer a && next instanceof Pointer b && pointers(a, b);
    }

    private boolean pointers(Pointer a, Pointer b) {
        return a.kind() == b.kind()
                && a.object() == b.object()
                && a.nullable() == b.nullable()
                && a.fixed() == b.fixed()
                && a.range() <= b.range()
                && a.variable().covers(b.variable())
                && named(a.id(), b.id())
                && named(a.reference(), b.reference());
    }

    private boolean named(int old, int next) {
        if (old == 0 || next == 0) {
            return old == next;
        }
        Integer there = forward.putIfAbsent(old, next);
        Integer back = backward.putIfAbsent(next, old);
        return (there == null || there == next) && (back == null || back == old);
    }
}
