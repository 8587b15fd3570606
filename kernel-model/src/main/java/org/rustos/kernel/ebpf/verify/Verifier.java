package org.rustos.kernel.ebpf.verify;

import org.rustos.kernel.ebpf.MapSpec;
import org.rustos.kernel.ebpf.Program;
import org.rustos.kernel.ebpf.ProgramType;
import org.rustos.kernel.ebpf.isa.AluOp;
import org.rustos.kernel.ebpf.isa.AtomicOp;
import org.rustos.kernel.ebpf.isa.Form;
import org.rustos.kernel.ebpf.isa.Instruction;
import org.rustos.kernel.ebpf.isa.Kind;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Explores every path of a program in depth. Each instruction either changes what is known or
 * breaks a rule; loops are walked turn by turn until their condition ends them or the limit does.
 */
public final class Verifier {
    /** Instructions looked at before a program counts as too complex. */
    public static final long LIMIT = 1_000_000;

    private static final int OPEN_PATHS = 8192;
    private static final int APART = 8;

    private final Program program;
    private final int memory;
    private final long limit;
    private final ControlFlow flow;
    private final AccessRules access;
    private final CallRules calls;
    private final Checkpoints checkpoints = new Checkpoints();
    private final Deque<Path> open = new ArrayDeque<>();
    private long explored;
    private Verdict verdict;

    // The path that is being walked.
    private boolean walking;
    private State state;
    private Checkpoints.Checkpoint behind;
    private int slot;
    private long last;

    /** A path that is still to be walked. */
    private record Path(int slot, State state, Checkpoints.Checkpoint behind) {}

    private Verifier(Program program, int memory, long limit) {
        this.program = program;
        this.memory = memory;
        this.limit = limit;
        this.flow = new ControlFlow(program);
        this.access = new AccessRules(program);
        this.calls = new CallRules(program, access);
        prepare();
    }

    /** A verification that goes by {@link #step}. */
    public Verifier(Program program) {
        this(program, 0, LIMIT);
    }

    /** Judges a program. */
    public static Verdict verify(Program program) {
        return verify(program, 0);
    }

    /**
     * Judges a program.
     *
     * @param memory bytes that R1 of a raw program points to; R2 is this number
     */
    public static Verdict verify(Program program, int memory) {
        return verify(program, memory, LIMIT);
    }

    /** Judges a program with another limit than {@link #LIMIT}. */
    public static Verdict verify(Program program, int memory, long limit) {
        return new Verifier(program, memory, limit).step(limit);
    }

    public Program program() {
        return program;
    }

    /** Instructions looked at so far, on all paths together. */
    public long explored() {
        return explored;
    }

    /**
     * Goes on.
     *
     * @param most instructions to look at now
     * @return what was found, or null if there is more to look at
     */
    public Verdict step(long most) {
        long until = explored + most;
        while (verdict == null && (explored < until || !walking || explored == limit)) {
            if (walking) {
                verdict = advance();
            } else if (open.isEmpty()) {
                verdict = Verdict.accepted(explored);
            } else {
                begin(open.pop());
            }
        }
        return verdict;
    }

    private void prepare() {
        StringBuilder reason = new StringBuilder();
        int offender = flow.check(reason);
        if (offender >= 0) {
            verdict = verdict(offender, "", reason.toString());
            return;
        }
        flow.findLiveRegisters();
        open.push(new Path(0, start(), null));
    }

    private State start() {
        State state = new State();
        Value[] registers = state.top().registers;
        if (program.type() != ProgramType.RAW) {
            registers[1] = Pointer.of(Pointer.Kind.CONTEXT, 0);
        } else {
            // Without memory R1 is null, as where it runs.
            registers[1] = memory == 0 ? Scalar.ZERO : Pointer.of(Pointer.Kind.MEMORY, memory);
            registers[2] = Scalar.of(memory);
        }
        return state;
    }

    private Verdict verdict(int slot, String state, String reason) {
        Instruction at = program.at(slot);
        return new Verdict(explored, slot, at == null ? "" : at.toString(), state, reason);
    }

    private void begin(Path path) {
        state = path.state();
        behind = path.behind();
        slot = path.slot();
        last = explored;
        walking = true;
    }

    private void end() {
        Checkpoints.done(behind);
        walking = false;
    }

    /** Looks at one instruction of a path; a verdict only if it breaks a rule. */
    private Verdict advance() {
        if (explored == limit) {
            return verdict(slot, state.toString(), "more than " + limit + " instructions explored");
        }
        if (flow.joins(slot)) {
            forgetDead(state, slot);
            switch (checkpoints.ask(slot, state)) {
                case KNOWN -> {
                    end();
                    return null;
                }
                case ENDLESS -> {
                    return verdict(slot, state.toString(), "the loop has no end");
                }
                case GO_ON -> {
                    if (explored - last >= APART || last == explored) {
                        behind = checkpoints.add(slot, state, behind);
                        last = explored;
                    }
                }
            }
        }
        explored++;
        Instruction at = program.at(slot);
        try {
            follow(at);
        } catch (Rejection broken) {
            return verdict(at.slot(), state.toString(), broken.getMessage());
        }
        return null;
    }

    private void follow(Instruction at) throws Rejection {
        if (at.kind() == Kind.EXIT) {
            if (state.depth() == 0) {
                CallRules.exit(state);
                end();
            } else {
                slot = CallRules.leave(state);
            }
        } else if (at.kind() == Kind.JUMP) {
            slot = branch(state, at, behind);
            if (slot < 0) {
                end();
            }
        } else {
            slot = step(state, at);
        }
    }

    /** What nobody will read need not be equal for states to be. */
    private void forgetDead(State state, int slot) {
        int count = state.frames().size();
        for (int i = 0; i < count; i++) {
            int at = i + 1 == count ? slot : state.frames().get(i + 1).returnSlot;
            int live = flow.liveAt(at);
            Value[] registers = state.frames().get(i).registers;
            for (int r = 0; r < Frame.FP; r++) {
                if ((live & 1 << r) == 0) {
                    registers[r] = Value.Unset.UNSET;
                }
            }
        }
    }

    /** Where the path goes on; the other way is kept for later. Negative if neither is possible. */
    private int branch(State state, Instruction at, Checkpoints.Checkpoint behind)
            throws Rejection {
        State jumped = state.copy();
        boolean mayJump = JumpRules.assume(jumped, at, true);
        boolean mayFall = JumpRules.assume(state, at, false);
        if (mayJump && mayFall) {
            if (open.size() == OPEN_PATHS) {
                throw Rejection.of("more than %d paths are open", OPEN_PATHS);
            }
            Checkpoints.fork(behind);
            open.push(new Path(at.target(), jumped, behind));
            return at.next();
        }
        if (mayJump) {
            state.become(jumped);
            return at.target();
        }
        return mayFall ? at.next() : -1;
    }

    private int step(State state, Instruction at) throws Rejection {
        Form form = at.form();
        switch (at.kind()) {
            case ALU -> state.set(at.dst(), arithmetic(state, at, form));
            case END -> state.set(at.dst(), swapped(state.readNumber(at.dst(), "operand"), at));
            case LOAD ->
                    state.set(
                            at.dst(),
                            access.load(state, base(state, at.src()), at.offset(), form.bytes()));
            case LOAD_SIGNED -> {
                Value value = access.load(state, base(state, at.src()), at.offset(), form.bytes());
                if (!(value instanceof Scalar number)) {
                    throw Rejection.of("a pointer is loaded with a sign");
                }
                state.set(at.dst(), number.extendSign(form.bits()));
            }
            case STORE ->
                    access.store(
                            state,
                            base(state, at.dst()),
                            at.offset(),
                            form.bytes(),
                            state.read(at.src()));
            case STORE_IMMEDIATE ->
                    access.store(
                            state,
                            base(state, at.dst()),
                            at.offset(),
                            form.bytes(),
                            Scalar.of(at.imm()));
            case ATOMIC -> atomic(state, at, form);
            case WIDE -> state.set(at.dst(), wide(at));
            case GOTO -> {
                return at.target();
            }
            case CALL -> {
                if (at.callsLocal()) {
                    calls.enter(state, at);
                    return at.target();
                }
                if (!at.callsHelper()) {
                    throw Rejection.of("there is no kernel function %d", at.imm());
                }
                calls.helper(state, at);
            }
            case CALL_REGISTER -> throw Rejection.of("a call by register cannot be checked");
            case JUMP, EXIT -> throw new IllegalArgumentException("not here");
        }
        return at.next();
    }

    private static Pointer base(State state, int register) throws Rejection {
        if (state.read(register) instanceof Pointer pointer) {
            if (pointer.nullable()) {
                throw Rejection.of("r%d is %s: compare it with 0 first", register, pointer.name());
            }
            return pointer;
        }
        throw Rejection.of("r%d is a number, not a pointer", register);
    }

    private static Value arithmetic(State state, Instruction at, Form form) throws Rejection {
        AluOp op = form.alu();
        if (op != AluOp.MOV && !op.extendsSign()) {
            state.read(at.dst());
        }
        Value right = form.register() ? state.read(at.src()) : Scalar.of(at.imm());
        if (op == AluOp.MOV || op.extendsSign()) {
            return moved(state, at, form, right);
        }
        Value left = state.read(at.dst());
        boolean byZero = !form.register() && op.divides() && op != AluOp.MUL && at.imm() == 0;
        if (byZero) {
            throw Rejection.of("division by the constant 0");
        }
        boolean shifts = op == AluOp.LSH || op == AluOp.RSH || op == AluOp.ARSH;
        if (shifts && !form.register() && (at.imm() < 0 || at.imm() >= form.bits())) {
            throw Rejection.of("shift by %d of %d bits", at.imm(), form.bits());
        }
        if (left instanceof Scalar a && right instanceof Scalar b) {
            return Scalar.apply(op, form.bits(), a, b).withId(0);
        }
        return PointerRules.apply(state, op, form.bits(), left, right);
    }

    private static Value moved(State state, Instruction at, Form form, Value value)
            throws Rejection {
        if (value instanceof Pointer pointer) {
            if (form.bits() == 32 || form.alu() != AluOp.MOV) {
                throw Rejection.of("part of a pointer (%s) is copied", pointer.name());
            }
            return pointer;
        }
        Scalar number = (Scalar) value;
        boolean whole = number.cast(form.bits()).equals(number);
        boolean copies = form.register() && form.alu() == AluOp.MOV && at.src() != at.dst();
        if (copies && whole && !number.constant() && number.id() == 0) {
            number = number.withId(state.newId());
            state.set(at.src(), number);
        }
        return Scalar.apply(form.alu(), form.bits(), Scalar.ZERO, number);
    }

    private static Scalar swapped(Scalar number, Instruction at) {
        int bits = at.imm();
        if (number.constant()) {
            return Scalar.of(at.form().swap().apply(number.value(), bits));
        }
        return bits == 64 ? Scalar.UNKNOWN : Scalar.ofBits(bits);
    }

    private void atomic(State state, Instruction at, Form form) throws Rejection {
        state.readNumber(at.src(), "operand");
        Pointer base = base(state, at.dst());
        boolean compares = form.atomic() == AtomicOp.CMPXCHG;
        if (compares) {
            state.readNumber(0, "operand");
        }
        access.atomic(state, base, at.offset(), form.bytes());
        if (compares) {
            state.set(0, Scalar.ofBits(form.bits()));
        } else if (form.atomic().fetches()) {
            state.set(at.src(), Scalar.ofBits(form.bits()));
        }
    }

    private Value wide(Instruction at) throws Rejection {
        switch (at.src()) {
            case Instruction.WIDE_NUMBER -> {
                return Scalar.of(at.wide());
            }
            case Instruction.WIDE_MAP -> {
                map(at);
                return Pointer.of(Pointer.Kind.MAP, at.imm());
            }
            case Instruction.WIDE_MAP_VALUE -> {
                MapSpec map = map(at);
                long offset = at.wide() >>> 32;
                if (!map.type().holdsValues() || offset >= map.valueSize()) {
                    throw Rejection.of("map %s has no value byte %d", map.name(), offset);
                }
                Pointer value = Pointer.of(Pointer.Kind.MAP_VALUE, at.imm());
                return value.moved(offset, Scalar.ZERO, 0, 0);
            }
            default -> throw Rejection.of("a 64-bit immediate of sort %d", at.src());
        }
    }

    private MapSpec map(Instruction at) throws Rejection {
        if (at.imm() < 0 || at.imm() >= program.maps().size()) {
            throw Rejection.of("there is no map %d", at.imm());
        }
        return program.maps().get(at.imm());
    }
}
