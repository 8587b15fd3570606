package org.rustos.kernel.ebpf.run;

import org.rustos.kernel.ebpf.HelperFunction;
import org.rustos.kernel.ebpf.isa.AtomicOp;
import org.rustos.kernel.ebpf.isa.Disassembler;
import org.rustos.kernel.ebpf.isa.Form;
import org.rustos.kernel.ebpf.isa.Instruction;

import java.util.Arrays;

/**
 * Executes one program once. Registers and memory are those of the RFC; a bad access, a bad jump,
 * an unknown helper or too deep a call ends the run with a fault, and endless loops end at the
 * limit.
 */
public final class Interpreter {
    /** Frames, the program's own included. */
    public static final int FRAMES = 8;

    /** Bytes of each frame's stack. */
    public static final int STACK = 512;

    /** Programs that may follow each other by tail calls. */
    public static final int TAIL_CALLS = 33;

    private static final int FP = 10;
    private static final int SAVED_FIRST = 6;
    private static final int SAVED_LAST = 9;

    private final Memory memory;
    private final HelperCalls helpers;
    private final long[] r = new long[11];
    private final long[] saved = new long[FRAMES * 4];
    private final int[] returns = new int[FRAMES];
    private final long[] stacks = new long[FRAMES];
    private final byte[][] frames;
    private LoadedProgram program;
    private int depth;
    private int pc;
    private int tailCalls;

    public Interpreter(Memory memory, Environment environment) {
        this(memory, environment, (byte) 0);
    }

    /**
     * An interpreter whose registers and stacks start with something.
     *
     * @param garbage what their bytes hold before the program writes them
     */
    public Interpreter(Memory memory, Environment environment, byte garbage) {
        this(memory, environment, new byte[FRAMES][STACK]);
        for (byte[] frame : frames) {
            Arrays.fill(frame, garbage);
        }
        Arrays.fill(r, garbage * 0x0101_0101_0101_0101L);
    }

    /**
     * An interpreter on stacks that are not its own.
     *
     * @param frames {@link #FRAMES} of {@link #STACK} bytes, as the run before left them
     */
    public Interpreter(Memory memory, Environment environment, byte[][] frames) {
        this.memory = memory;
        this.helpers = new HelperCalls(memory, environment);
        this.frames = frames;
    }

    /** Runs from the first instruction to the end, at most so many steps. */
    public Outcome run(LoadedProgram first, long r1, long r2, long limit) {
        program = first;
        helpers.bind(first);
        pc = 0;
        depth = 0;
        tailCalls = 0;
        r[1] = r1;
        r[2] = r2;
        enterFrame();
        long steps = 0;
        int at = 0;
        try {
            while (steps < limit) {
                at = pc;
                Instruction next = program.program().at(pc);
                if (next == null) {
                    throw new Fault("there is no instruction at " + pc);
                }
                steps++;
                if (step(next)) {
                    return new Outcome(Outcome.End.RETURNED, r[0], at, null, steps);
                }
            }
            return new Outcome(Outcome.End.LIMIT, 0, at, "no end after " + steps + " steps", steps);
        } catch (Fault fault) {
            return new Outcome(Outcome.End.FAULT, 0, at, fault.getMessage(), steps);
        }
    }

    /** True when the program returned. */
    private boolean step(Instruction at) throws Fault {
        pc = at.next();
        Form form = at.form();
        switch (at.kind()) {
            case ALU -> arithmetic(at, form);
            case END -> r[writable(at.dst())] = form.swap().apply(r[at.dst()], at.imm());
            case LOAD -> r[writable(at.dst())] = load(r[at.src()] + at.offset(), form.bytes());
            case LOAD_SIGNED -> {
                int unused = 64 - form.bits();
                long value = load(r[at.src()] + at.offset(), form.bytes());
                r[writable(at.dst())] = value << unused >> unused;
            }
            case STORE -> store(r[at.dst()] + at.offset(), form.bytes(), r[at.src()]);
            case STORE_IMMEDIATE -> store(r[at.dst()] + at.offset(), form.bytes(), at.wide());
            case ATOMIC -> atomic(at, form.atomic(), form.bytes());
            case WIDE -> r[writable(at.dst())] = helpers.wide(at);
            case JUMP -> {
                if (taken(at, form)) {
                    pc = at.target();
                }
            }
            case GOTO -> pc = at.target();
            case CALL -> call(at);
            case CALL_REGISTER -> {
                int register = Disassembler.callRegister(at);
                if (register < 0 || register > FP) {
                    throw new Fault("there is no register r" + register);
                }
                helper(r[register]);
            }
            case EXIT -> {
                return leaveFrame();
            }
        }
        return false;
    }

    private void arithmetic(Instruction at, Form form) throws Fault {
        long operand = form.register() ? r[at.src()] : at.imm();
        int to = writable(at.dst());
        r[to] =
                form.bits() == 64
                        ? form.alu().apply(r[to], operand)
                        : form.alu().apply32((int) r[to], (int) operand) & 0xffff_ffffL;
    }

    private boolean taken(Instruction at, Form form) {
        long a = r[at.dst()];
        long b = form.register() ? r[at.src()] : at.imm();
        return form.bits() == 64 ? form.jump().test(a, b) : form.jump().test32((int) a, (int) b);
    }

    private void atomic(Instruction at, AtomicOp op, int bytes) throws Fault {
        long address = r[at.dst()] + at.offset();
        Region region = memory.reach(address, bytes, true);
        if (region == null) {
            throw Fault.access(address, bytes, true);
        }
        int offset = Memory.offset(address);
        long old = region.load(offset, bytes);
        long expected = bytes == 4 ? r[0] & 0xffff_ffffL : r[0];
        if (op != AtomicOp.CMPXCHG || old == expected) {
            region.store(offset, bytes, op.apply(old, r[at.src()]));
        }
        if (op == AtomicOp.CMPXCHG) {
            r[0] = old;
        } else if (op.fetches()) {
            r[writable(at.src())] = old;
        }
    }

    private void call(Instruction at) throws Fault {
        if (at.callsHelper()) {
            helper(at.imm());
        } else if (at.callsLocal()) {
            if (depth + 1 == FRAMES) {
                throw new Fault("more than " + FRAMES + " frames");
            }
            System.arraycopy(r, SAVED_FIRST, saved, depth * 4, 4);
            returns[depth] = pc;
            depth++;
            enterFrame();
            pc = at.target();
        } else {
            throw new Fault("there is no kernel function " + at.imm());
        }
    }

    private void helper(long number) throws Fault {
        HelperFunction helper = HelperFunction.of(number);
        if (helper == null) {
            throw new Fault("there is no helper " + number);
        }
        if (helper != HelperFunction.TAIL_CALL) {
            r[0] = helpers.call(helper, r);
            return;
        }
        LoadedProgram next = helpers.tailCall(r);
        if (next == null || tailCalls == TAIL_CALLS) {
            r[0] = -1;
            return;
        }
        tailCalls++;
        program = next;
        helpers.bind(next);
        pc = 0;
    }

    private void enterFrame() {
        if (stacks[depth] == 0) {
            stacks[depth] = memory.add(new Region(frames[depth], true));
        }
        r[FP] = stacks[depth] + STACK;
    }

    private boolean leaveFrame() {
        if (depth == 0) {
            return true;
        }
        depth--;
        System.arraycopy(saved, depth * 4, r, SAVED_FIRST, SAVED_LAST - SAVED_FIRST + 1);
        r[FP] = stacks[depth] + STACK;
        pc = returns[depth];
        return false;
    }

    private long load(long address, int bytes) throws Fault {
        Region region = memory.reach(address, bytes, false);
        if (region == null) {
            throw Fault.access(address, bytes, false);
        }
        return region.load(Memory.offset(address), bytes);
    }

    private void store(long address, int bytes, long value) throws Fault {
        Region region = memory.reach(address, bytes, true);
        if (region == null) {
            throw Fault.access(address, bytes, true);
        }
        region.store(Memory.offset(address), bytes, value);
    }

    private static int writable(int register) throws Fault {
        if (register == FP) {
            throw new Fault("r10 is read-only");
        }
        return register;
    }
}
