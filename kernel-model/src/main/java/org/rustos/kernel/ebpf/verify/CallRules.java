package org.rustos.kernel.ebpf.verify;

import org.rustos.kernel.ebpf.HelperFunction;
import org.rustos.kernel.ebpf.MapSpec;
import org.rustos.kernel.ebpf.Program;
import org.rustos.kernel.ebpf.isa.Instruction;
import org.rustos.kernel.ebpf.run.Interpreter;
import org.rustos.kernel.ebpf.verify.Pointer.Kind;
import org.rustos.kernel.ebpf.verify.Value.Unset;

/** What calls take and give: helpers by their types, sub-programs by being explored in place. */
final class CallRules {
    private final Program program;
    private final AccessRules access;

    CallRules(Program program, AccessRules access) {
        this.program = program;
        this.access = access;
    }

    /** A call of a helper. */
    void helper(State state, Instruction at) throws Rejection {
        HelperFunction helper = HelperFunction.of(at.imm());
        if (helper == null) {
            throw Rejection.of("there is no helper %d", at.imm());
        }
        if (helper == HelperFunction.TAIL_CALL && state.depth() > 0) {
            throw Rejection.of("bpf_tail_call from a sub-program");
        }
        if (helper == HelperFunction.TAIL_CALL && !state.references().isEmpty()) {
            throw Rejection.of("bpf_tail_call while a record is reserved and not given back");
        }
        int map = -1;
        int record = 0;
        long recordSize = 0;
        for (int i = 0; i < helper.arguments().size(); i++) {
            int register = i + 1;
            switch (helper.arguments().get(i)) {
                case OPTIONAL -> {} // only people see what is printed
                case ANYTHING -> state.readNumber(register, "argument");
                case CONTEXT -> context(state.read(register), register);
                case MAP -> map = map(state.read(register), register, helper);
                case KEY -> memory(state, register, spec(map).keySize(), "a key");
                case VALUE -> memory(state, register, spec(map).valueSize(), "a value");
                case MEMORY -> sized(state, register);
                case SIZE -> state.read(register); // checked with the memory before it
                case RECORD_SIZE -> recordSize = recordSize(state, register, spec(map));
                case RECORD -> record = record(state.read(register), register);
            }
        }
        if (record != 0) {
            state.release(record);
        }
        state.forget(0, 5);
        state.top().registers[0] =
                switch (helper.result()) {
                    case NUMBER -> numberOf(helper);
                    case NOTHING -> Unset.UNSET;
                    case VALUE_OR_NULL -> Pointer.of(Kind.MAP_VALUE, map).maybe(state.newId(), 0);
                    case RECORD_OR_NULL -> {
                        int reference = state.newId();
                        state.references().add(reference);
                        yield Pointer.of(Kind.MEMORY, (int) recordSize).maybe(reference, reference);
                    }
                };
    }

    /** A call of a sub-program: its frame is the top one from here on. */
    void enter(State state, Instruction at) throws Rejection {
        if (state.frames().size() == Interpreter.FRAMES) {
            throw Rejection.of(
                    "more than %d frames: calls are nested too deep", Interpreter.FRAMES);
        }
        Frame caller = state.top();
        Frame callee = new Frame(state.frames().size(), at.next());
        System.arraycopy(caller.registers, 1, callee.registers, 1, 5);
        state.forget(0, 5);
        state.frames().add(callee);
    }

    /** The return of a sub-program; where the caller goes on. */
    static int leave(State state) throws Rejection {
        Frame callee = state.frames().removeLast();
        Value result = callee.registers[0];
        boolean dangling =
                result instanceof Pointer p
                        && p.kind() == Kind.STACK
                        && p.object() == state.frames().size();
        if (dangling) {
            state.frames().add(callee);
            throw Rejection.of("a pointer to this frame's stack would outlive it");
        }
        state.top().registers[0] = result;
        return callee.returnSlot;
    }

    /** The end of the program. */
    static void exit(State state) throws Rejection {
        Value result = state.read(0);
        if (result instanceof Pointer pointer) {
            throw Rejection.of("a pointer (%s) would leak as the result", pointer.name());
        }
        if (!state.references().isEmpty()) {
            throw Rejection.of("a reserved record is neither submitted nor discarded");
        }
    }

    private static Scalar numberOf(HelperFunction helper) {
        return switch (helper) {
            case PRANDOM_U32 -> Scalar.ofBits(32);
            case PROCESSOR_ID -> Scalar.ofUnsigned(0, 0xffff);
            default -> Scalar.UNKNOWN;
        };
    }

    private MapSpec spec(int map) {
        return program.maps().get(map);
    }

    private static void context(Value value, int register) throws Rejection {
        boolean whole =
                value instanceof Pointer p
                        && p.kind() == Kind.CONTEXT
                        && p.fixed() == 0
                        && p.settled();
        if (!whole) {
            throw Rejection.of("argument r%d is %s, not the context", register, value);
        }
    }

    private int map(Value value, int register, HelperFunction helper) throws Rejection {
        if (!(value instanceof Pointer p) || p.kind() != Kind.MAP) {
            throw Rejection.of("argument r%d is %s, not a map", register, value);
        }
        MapSpec spec = spec(p.object());
        if (!helper.accepts(spec.type())) {
            throw Rejection.of("%s does not work on map %s", helper.label(), spec);
        }
        if (spec.readOnly() && helper != HelperFunction.MAP_LOOKUP) {
            throw Rejection.of("map %s is read-only", spec.name());
        }
        return p.object();
    }

    private void memory(State state, int register, int size, String what) throws Rejection {
        if (!(state.read(register) instanceof Pointer pointer)) {
            throw Rejection.of("argument r%d is a number, not a pointer to %s", register, what);
        }
        access.readable(state, pointer, size, size);
    }

    private void sized(State state, int register) throws Rejection {
        Scalar size = state.readNumber(register + 1, "size");
        if (size.whole().smin() < 1) {
            throw Rejection.of("size r%d may be 0 or negative (%s)", register + 1, size);
        }
        if (size.whole().umax() > Integer.MAX_VALUE) {
            throw Rejection.of("size r%d has no bound (%s)", register + 1, size);
        }
        if (!(state.read(register) instanceof Pointer pointer)) {
            throw Rejection.of("argument r%d is a number, not a pointer to memory", register);
        }
        access.readable(state, pointer, size.whole().umin(), size.whole().umax());
    }

    private static long recordSize(State state, int register, MapSpec ring) throws Rejection {
        Scalar size = state.readNumber(register, "size");
        if (!size.constant() || size.value() < 1 || size.value() > ring.maxEntries()) {
            throw Rejection.of(
                    "size r%d of a record must be constant and between 1 and %d (%s)",
                    register, ring.maxEntries(), size);
        }
        return size.value();
    }

    private static int record(Value value, int register) throws Rejection {
        boolean whole =
                value instanceof Pointer p
                        && p.reference() != 0
                        && !p.nullable()
                        && p.fixed() == 0
                        && p.settled();
        if (!whole) {
            throw Rejection.of("argument r%d is %s, not a reserved record", register, value);
        }
        return ((Pointer) value).reference();
    }
}
