package org.rustos.kernel.ebpf.verify;

import org.rustos.kernel.ebpf.HelperFunction;
import org.rustos.kernel.ebpf.Program;
import org.rustos.kernel.ebpf.isa.AluOp;
import org.rustos.kernel.ebpf.isa.AtomicOp;
import org.rustos.kernel.ebpf.isa.Instruction;
import org.rustos.kernel.ebpf.isa.Kind;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Where control can go, before anything is known of values: targets exist, functions do not run
 * into each other, everything is reached. And which registers are still read from each point on.
 */
final class ControlFlow {
    private static final int CALLER_SAVED = 0b11_1111;

    private final Program program;
    private final BitSet functions = new BitSet();
    private final BitSet joins = new BitSet();
    private final int[] live;

    ControlFlow(Program program) {
        this.program = program;
        this.live = new int[program.slots()];
    }

    /** Checks the shape; the slot of an offender, or -1, with the rule in {@code reason}. */
    int check(StringBuilder reason) {
        functions.set(0);
        for (Instruction at : program.instructions()) {
            if (jumps(at) || at.callsLocal()) {
                if (program.at(at.target()) == null) {
                    reason.append("goes to ").append(at.target());
                    reason.append(", where no instruction begins");
                    return at.slot();
                }
                (at.callsLocal() ? functions : joins).set(at.target());
            }
            if (at.kind() == Kind.JUMP || at.callsLocal()) {
                joins.set(at.next());
            }
        }
        for (Instruction at : program.instructions()) {
            int home = functions.previousSetBit(at.slot());
            if (jumps(at) && functions.previousSetBit(at.target()) != home) {
                reason.append("jumps into another function");
                return at.slot();
            }
            boolean ends = at.kind() == Kind.EXIT || at.kind() == Kind.GOTO;
            boolean last = at.next() == program.slots() || functions.get(at.next());
            if (last && !ends) {
                reason.append("control falls off the end of the function");
                return at.slot();
            }
        }
        return unreached(reason);
    }

    private int unreached(StringBuilder reason) {
        BitSet seen = new BitSet();
        ArrayDeque<Integer> open = new ArrayDeque<>();
        open.push(0);
        while (!open.isEmpty()) {
            int slot = open.pop();
            if (seen.get(slot)) {
                continue;
            }
            seen.set(slot);
            Instruction at = program.at(slot);
            if (jumps(at) || at.callsLocal()) {
                open.push(at.target());
            }
            if (at.kind() != Kind.EXIT && at.kind() != Kind.GOTO) {
                open.push(at.next());
            }
        }
        for (Instruction at : program.instructions()) {
            if (!seen.get(at.slot())) {
                reason.append("the instruction is unreachable");
                return at.slot();
            }
        }
        return -1;
    }

    /** Whether paths may meet at a slot. */
    boolean joins(int slot) {
        return joins.get(slot) || functions.get(slot);
    }

    /** One bit for each register that may be read before it is written. */
    int liveAt(int slot) {
        return live[slot];
    }

    /** Computes {@link #liveAt}: backward until nothing changes. */
    void findLiveRegisters() {
        Instruction[] order = program.instructions().toArray(Instruction[]::new);
        Arrays.fill(live, 0);
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int i = order.length - 1; i >= 0; i--) {
                Instruction at = order[i];
                int out = 0;
                if (at.kind() != Kind.EXIT && at.kind() != Kind.GOTO) {
                    out |= live[at.next()];
                }
                if (jumps(at)) {
                    out |= live[at.target()];
                }
                int in = out & ~writes(at) | reads(at);
                if (in != live[at.slot()]) {
                    live[at.slot()] = in;
                    changed = true;
                }
            }
        }
    }

    private static int writes(Instruction at) {
        return switch (at.kind()) {
            case ALU -> at.form().alu() == AluOp.MOV ? 1 << at.dst() : 0;
            case LOAD, LOAD_SIGNED, WIDE -> 1 << at.dst();
            case CALL, CALL_REGISTER -> CALLER_SAVED;
            default -> 0;
        };
    }

    private static int reads(Instruction at) {
        int dst = 1 << at.dst();
        int src = at.form().register() ? 1 << at.src() : 0;
        return switch (at.kind()) {
            case ALU -> at.form().alu() == AluOp.MOV ? src : dst | src;
            case END, STORE_IMMEDIATE -> dst;
            case LOAD, LOAD_SIGNED -> src;
            case STORE, JUMP -> dst | src;
            case ATOMIC -> dst | src | (at.form().atomic() == AtomicOp.CMPXCHG ? 1 : 0);
            case CALL -> arguments(at);
            case CALL_REGISTER -> CALLER_SAVED;
            case EXIT -> 1;
            case WIDE, GOTO -> 0;
        };
    }

    private static int arguments(Instruction at) {
        HelperFunction helper = at.callsHelper() ? HelperFunction.of(at.imm()) : null;
        int count = helper == null ? 5 : helper.arguments().size();
        return ((1 << count) - 1) << 1;
    }

    private static boolean jumps(Instruction at) {
        return at.kind() == Kind.JUMP || at.kind() == Kind.GOTO;
    }
}
