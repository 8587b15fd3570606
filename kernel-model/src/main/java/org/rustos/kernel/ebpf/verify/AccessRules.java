package org.rustos.kernel.ebpf.verify;

import org.rustos.kernel.ebpf.ContextLayout;
import org.rustos.kernel.ebpf.MapSpec;
import org.rustos.kernel.ebpf.Program;
import org.rustos.kernel.ebpf.ProgramType;
import org.rustos.kernel.ebpf.run.Interpreter;
import org.rustos.kernel.ebpf.verify.Pointer.Kind;

/** What memory a program may read and write, and what it finds there. */
final class AccessRules {
    private static final int PACKET_MAX = 0xffff;

    private final Program program;

    AccessRules(Program program) {
        this.program = program;
    }

    /** Checks a read; what it gives. */
    Value load(State state, Pointer base, long offset, int size) throws Rejection {
        switch (base.kind()) {
            case CONTEXT -> {
                ContextLayout.Field field = field(base, offset, size, false);
                return switch (field.content()) {
                    case NUMBER -> Scalar.ofBits(8 * size);
                    case DATA -> Pointer.of(Kind.PACKET, 0);
                    case DATA_END -> Pointer.of(Kind.PACKET_END, 0);
                };
            }
            case STACK -> {
                return loadStack(state, base, offset, size);
            }
            default -> {
                reach(base, offset, size, size, false);
                return Scalar.ofBits(8 * size);
            }
        }
    }

    /** Checks a write of a value. */
    void store(State state, Pointer base, long offset, int size, Value value) throws Rejection {
        if (base.kind() == Kind.STACK) {
            storeStack(state, base, offset, size, value);
            return;
        }
        if (value instanceof Pointer pointer) {
            throw Rejection.of("a pointer (%s) would leak to %s", pointer.name(), base.name());
        }
        if (base.kind() == Kind.CONTEXT) {
            field(base, offset, size, true);
        } else {
            reach(base, offset, size, size, true);
        }
    }

    /** Checks an atomic access. */
    void atomic(State state, Pointer base, long offset, int size) throws Rejection {
        if (base.kind() == Kind.CONTEXT || base.packet()) {
            throw Rejection.of("an atomic access to %s is not allowed", base.name());
        }
        reach(base, offset, size, size, true);
        if (base.kind() == Kind.STACK) {
            int from = Interpreter.STACK + (int) (base.fixed() + offset);
            Frame frame = state.frames().get(base.object());
            if (!frame.isWritten(from, size)) {
                throw Rejection.of(
                        "stack at fp%+d is read but was not written", base.fixed() + offset);
            }
            if (frame.holdsPointer(from, size)) {
                throw Rejection.of("an atomic access to a stored pointer is not allowed");
            }
            frame.write(from, size);
        }
    }

    /** Checks that a helper may read memory of a size between two bounds. */
    void readable(State state, Pointer base, long least, long most) throws Rejection {
        if (base.kind() == Kind.CONTEXT) {
            throw Rejection.of("%s is no memory that a helper may read", base.name());
        }
        reach(base, 0, most, most, false);
        if (base.kind() == Kind.STACK && most > 0) {
            int from = Interpreter.STACK + (int) base.fixed();
            Frame frame = state.frames().get(base.object());
            if (!frame.isWritten(from, (int) most)) {
                throw Rejection.of(
                        "stack at fp%+d is read for %d bytes but was not all written",
                        base.fixed(), most);
            }
            if (frame.holdsPointer(from, (int) most)) {
                throw Rejection.of("a stored pointer would leak to a helper");
            }
        }
    }

    private ContextLayout.Field field(Pointer base, long offset, int size, boolean write)
            throws Rejection {
        long at = base.fixed() + offset;
        if (!base.settled()) {
            throw Rejection.of("the context is accessed at an offset that is not constant");
        }
        ContextLayout.Field field = program.type().context().at(at, size);
        if (field == null || (write && !field.writable())) {
            throw Rejection.of(
                    "the context has no %sfield of %d bytes at %d",
                    write ? "writable " : "", size, at);
        }
        boolean part = field.content() != ContextLayout.Content.NUMBER && size != field.size();
        if (part) {
            throw Rejection.of("part of pointer %s of the context is read", field.name());
        }
        return field;
    }

    /** Checks bounds; {@code most} bytes from the offset must be there. */
    private void reach(Pointer base, long offset, long size, long most, boolean write)
            throws Rejection {
        if (base.nullable()) {
            throw Rejection.of("%s may be null: compare it with 0 first", base.name());
        }
        long least = base.fixed() + offset + base.variable().whole().smin();
        long last = base.fixed() + offset + base.variable().whole().smax() + most;
        switch (base.kind()) {
            case STACK -> stackRange(base, offset, most);
            case PACKET -> {
                if (write && program.type() == ProgramType.LOOKUP) {
                    throw Rejection.of("a block is read-only");
                }
                boolean inside =
                        least >= 0
                                && base.variable().whole().smax() <= PACKET_MAX
                                && base.fixed() + offset + most <= base.range();
                if (!inside) {
                    throw Rejection.of(
                            "packet access of %d bytes at offset %d is not proved to end before"
                                    + " data_end (%d bytes are)",
                            most, base.fixed() + offset, base.range());
                }
            }
            case MAP_VALUE -> {
                MapSpec map = program.maps().get(base.object());
                if (write && map.readOnly()) {
                    throw Rejection.of("map %s is read-only", map.name());
                }
                inObject(base, least, last, map.valueSize(), size);
            }
            case MEMORY -> inObject(base, least, last, base.object(), size);
            case CONTEXT, PACKET_END, MAP ->
                    throw Rejection.of("%s cannot be dereferenced", base.name());
        }
    }

    private static void inObject(Pointer base, long least, long last, long length, long size)
            throws Rejection {
        if (least < 0 || last > length) {
            throw Rejection.of(
                    "access of %d bytes to %s may lie between %d and %d, outside of its %d bytes",
                    size, base.name(), least, last, length);
        }
    }

    private static int stackRange(Pointer base, long offset, long size) throws Rejection {
        long at = base.fixed() + offset;
        if (!base.settled()) {
            throw Rejection.of("the stack is accessed at an offset that is not constant");
        }
        if (at < -Interpreter.STACK || at + size > 0) {
            throw Rejection.of("stack access of %d bytes at fp%+d is out of bounds", size, at);
        }
        return Interpreter.STACK + (int) at;
    }

    private static Value loadStack(State state, Pointer base, long offset, int size)
            throws Rejection {
        int from = stackRange(base, offset, size);
        Frame frame = state.frames().get(base.object());
        if (!frame.isWritten(from, size)) {
            throw Rejection.of("stack at fp%+d is read but was not written", base.fixed() + offset);
        }
        Value word = frame.words[from / 8];
        boolean begins = from % 8 == 0;
        if (begins && size == 8 && word != null) {
            return word;
        }
        if (frame.holdsPointer(from, size)) {
            throw Rejection.of("part of a stored pointer is read");
        }
        return begins && word instanceof Scalar number && size < 8
                ? number.cast(8 * size).withId(0)
                : Scalar.ofBits(8 * size);
    }

    private static void storeStack(State state, Pointer base, long offset, int size, Value value)
            throws Rejection {
        int from = stackRange(base, offset, size);
        Frame frame = state.frames().get(base.object());
        boolean whole = from % 8 == 0 && size == 8;
        if (value instanceof Pointer pointer) {
            if (!whole) {
                throw Rejection.of("part of a pointer is stored");
            }
            if (pointer.kind() == Kind.STACK && pointer.object() > base.object()) {
                throw Rejection.of("a pointer to this frame's stack would outlive it");
            }
        }
        frame.write(from, size);
        if (whole) {
            frame.words[from / 8] = value;
        }
    }
}
