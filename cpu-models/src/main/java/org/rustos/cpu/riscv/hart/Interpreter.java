package org.rustos.cpu.riscv.hart;

import org.rustos.cpu.riscv.isa.Decoder;
import org.rustos.cpu.riscv.isa.OpCode;
import org.rustos.cpu.riscv.op.BaseOps;
import org.rustos.cpu.riscv.op.MultiplyOps;

/**
 * Executes blocks from packed decoded operations: the engine that is always right, and fast where
 * code runs once. What an instruction computes stands in {@code op}; here stands where operands
 * come from and where execution goes.
 */
final class Interpreter {
    /** What {@link #execute} gives for a block that trapped: no address is odd. */
    static final long TRAPPED = 1;

    private final RiscvState state;
    private final RiscvMemory memory;
    private final Privileged privileged;
    private final FloatUnit floats;
    private final AtomicUnit atomics;
    private final BitUnit bits;
    private final CapabilityGuard guard;
    private final CapabilityUnit capabilities;
    private final CapabilityMemory capabilityMemory;
    private final CapabilityAtomics capabilityAtomics;
    private final CapabilityJumps capabilityJumps;
    private int stopped;

    Interpreter(
            RiscvState state,
            Csrs csrs,
            RiscvMemory memory,
            Privileged privileged,
            AtomicUnit atomics,
            CapabilityChecks checks) {
        this.state = state;
        this.memory = memory;
        this.privileged = privileged;
        this.floats = new FloatUnit(state, csrs, memory);
        this.atomics = atomics;
        this.bits = new BitUnit(state);
        this.guard = new CapabilityGuard(state, checks);
        this.capabilities = new CapabilityUnit(state, csrs);
        this.capabilityMemory = new CapabilityMemory(state, csrs, memory, checks);
        this.capabilityAtomics = new CapabilityAtomics(state, memory, capabilityMemory, atomics);
        this.capabilityJumps = new CapabilityJumps(state, checks);
    }

    CapabilityGuard guard() {
        return guard;
    }

    /** Whether nothing that PCC says can stop a region's blocks. */
    boolean inside(Region region) {
        return guard.inside(region);
    }

    /** Index of the instruction of the last block at which it trapped. */
    int stopped() {
        return stopped;
    }

    /** Says that a block stopped at one of its instructions. */
    long stop(int index) {
        stopped = index;
        return TRAPPED;
    }

    /**
     * Executes instructions of a block.
     *
     * @param from index of the first
     * @param to index behind the last
     * @return where execution goes on, or {@link #TRAPPED}
     */
    long execute(Block b, int from, int to) {
        return guard.needed(b) ? executeGuarded(b, from, to) : executePlain(b, from, to);
    }

    /** As {@link #execute}, with what integer instructions owe to capabilities. */
    private long executeGuarded(Block b, int from, int to) {
        long next = b.pcOf(to);
        for (int i = from; i < to; i++) {
            long pc = b.pcOf(i);
            try {
                guard.fetch(pc);
                guard.before(b.ops[i], pc);
            } catch (RiscvTrap trap) {
                stopped = i;
                return TRAPPED;
            }
            next = executePlain(b, i, i + 1);
            if (next == TRAPPED) {
                return TRAPPED;
            }
            try {
                guard.after(b.ops[i], next, next != b.pcOf(i + 1));
            } catch (RiscvTrap trap) {
                stopped = i;
                return TRAPPED;
            }
        }
        return next;
    }

    private long executePlain(Block b, int from, int to) {
        long[] x = state.x;
        long[] ops = b.ops;
        long next = b.pc + b.offsets[to];
        int i = from;
        try {
            for (; i < to; i++) {
                long op = ops[i];
                int w = (int) op;
                switch (w & 0x3ff) {
                    case OpCode.LUI -> x[w >> 10 & 63] = op >> 32;
                    case OpCode.AUIPC -> x[w >> 10 & 63] = b.pc + b.offsets[i] + (op >> 32);
                    case OpCode.JAL -> {
                        x[w >> 10 & 63] = b.pc + b.offsets[i + 1];
                        next = b.pc + b.offsets[i] + (op >> 32);
                    }
                    case OpCode.JALR -> {
                        long target = x[w >> 16 & 31] + (op >> 32) & ~1L;
                        x[w >> 10 & 63] = b.pc + b.offsets[i + 1];
                        next = target;
                    }
                    case OpCode.BEQ ->
                            next =
                                    BaseOps.beq(x[w >> 16 & 31], x[w >> 21 & 31])
                                            ? b.pc + b.offsets[i] + (op >> 32)
                                            : next;
                    case OpCode.BNE ->
                            next =
                                    BaseOps.bne(x[w >> 16 & 31], x[w >> 21 & 31])
                                            ? b.pc + b.offsets[i] + (op >> 32)
                                            : next;
                    case OpCode.BLT ->
                            next =
                                    BaseOps.blt(x[w >> 16 & 31], x[w >> 21 & 31])
                                            ? b.pc + b.offsets[i] + (op >> 32)
                                            : next;
                    case OpCode.BGE ->
                            next =
                                    BaseOps.bge(x[w >> 16 & 31], x[w >> 21 & 31])
                                            ? b.pc + b.offsets[i] + (op >> 32)
                                            : next;
                    case OpCode.BLTU ->
                            next =
                                    BaseOps.bltu(x[w >> 16 & 31], x[w >> 21 & 31])
                                            ? b.pc + b.offsets[i] + (op >> 32)
                                            : next;
                    case OpCode.BGEU ->
                            next =
                                    BaseOps.bgeu(x[w >> 16 & 31], x[w >> 21 & 31])
                                            ? b.pc + b.offsets[i] + (op >> 32)
                                            : next;
                    case OpCode.LB -> x[w >> 10 & 63] = memory.load8(x[w >> 16 & 31] + (op >> 32));
                    case OpCode.LH -> x[w >> 10 & 63] = memory.load16(x[w >> 16 & 31] + (op >> 32));
                    case OpCode.LW -> x[w >> 10 & 63] = memory.load32(x[w >> 16 & 31] + (op >> 32));
                    case OpCode.LD -> x[w >> 10 & 63] = memory.load64(x[w >> 16 & 31] + (op >> 32));
                    case OpCode.LBU ->
                            x[w >> 10 & 63] = memory.load8(x[w >> 16 & 31] + (op >> 32)) & 0xff;
                    case OpCode.LHU ->
                            x[w >> 10 & 63] = memory.load16(x[w >> 16 & 31] + (op >> 32)) & 0xffff;
                    case OpCode.LWU ->
                            x[w >> 10 & 63] =
                                    memory.load32(x[w >> 16 & 31] + (op >> 32)) & 0xffffffffL;
                    case OpCode.SB -> memory.store8(x[w >> 16 & 31] + (op >> 32), x[w >> 21 & 31]);
                    case OpCode.SH -> memory.store16(x[w >> 16 & 31] + (op >> 32), x[w >> 21 & 31]);
                    case OpCode.SW -> memory.store32(x[w >> 16 & 31] + (op >> 32), x[w >> 21 & 31]);
                    case OpCode.SD -> memory.store64(x[w >> 16 & 31] + (op >> 32), x[w >> 21 & 31]);
                    case OpCode.ADDI -> x[w >> 10 & 63] = BaseOps.add(x[w >> 16 & 31], op >> 32);
                    case OpCode.SLTI -> x[w >> 10 & 63] = BaseOps.slt(x[w >> 16 & 31], op >> 32);
                    case OpCode.SLTIU -> x[w >> 10 & 63] = BaseOps.sltu(x[w >> 16 & 31], op >> 32);
                    case OpCode.XORI -> x[w >> 10 & 63] = BaseOps.xor(x[w >> 16 & 31], op >> 32);
                    case OpCode.ORI -> x[w >> 10 & 63] = BaseOps.or(x[w >> 16 & 31], op >> 32);
                    case OpCode.ANDI -> x[w >> 10 & 63] = BaseOps.and(x[w >> 16 & 31], op >> 32);
                    case OpCode.SLLI -> x[w >> 10 & 63] = BaseOps.sll(x[w >> 16 & 31], op >> 32);
                    case OpCode.SRLI -> x[w >> 10 & 63] = BaseOps.srl(x[w >> 16 & 31], op >> 32);
                    case OpCode.SRAI -> x[w >> 10 & 63] = BaseOps.sra(x[w >> 16 & 31], op >> 32);
                    case OpCode.ADDIW -> x[w >> 10 & 63] = BaseOps.addw(x[w >> 16 & 31], op >> 32);
                    case OpCode.SLLIW -> x[w >> 10 & 63] = BaseOps.sllw(x[w >> 16 & 31], op >> 32);
                    case OpCode.SRLIW -> x[w >> 10 & 63] = BaseOps.srlw(x[w >> 16 & 31], op >> 32);
                    case OpCode.SRAIW -> x[w >> 10 & 63] = BaseOps.sraw(x[w >> 16 & 31], op >> 32);
                    case OpCode.ADD ->
                            x[w >> 10 & 63] = BaseOps.add(x[w >> 16 & 31], x[w >> 21 & 31]);
                    case OpCode.SUB ->
                            x[w >> 10 & 63] = BaseOps.sub(x[w >> 16 & 31], x[w >> 21 & 31]);
                    case OpCode.SLL ->
                            x[w >> 10 & 63] = BaseOps.sll(x[w >> 16 & 31], x[w >> 21 & 31]);
                    case OpCode.SLT ->
                            x[w >> 10 & 63] = BaseOps.slt(x[w >> 16 & 31], x[w >> 21 & 31]);
                    case OpCode.SLTU ->
                            x[w >> 10 & 63] = BaseOps.sltu(x[w >> 16 & 31], x[w >> 21 & 31]);
                    case OpCode.XOR ->
                            x[w >> 10 & 63] = BaseOps.xor(x[w >> 16 & 31], x[w >> 21 & 31]);
                    case OpCode.SRL ->
                            x[w >> 10 & 63] = BaseOps.srl(x[w >> 16 & 31], x[w >> 21 & 31]);
                    case OpCode.SRA ->
                            x[w >> 10 & 63] = BaseOps.sra(x[w >> 16 & 31], x[w >> 21 & 31]);
                    case OpCode.OR ->
                            x[w >> 10 & 63] = BaseOps.or(x[w >> 16 & 31], x[w >> 21 & 31]);
                    case OpCode.AND ->
                            x[w >> 10 & 63] = BaseOps.and(x[w >> 16 & 31], x[w >> 21 & 31]);
                    case OpCode.ADDW ->
                            x[w >> 10 & 63] = BaseOps.addw(x[w >> 16 & 31], x[w >> 21 & 31]);
                    case OpCode.SUBW ->
                            x[w >> 10 & 63] = BaseOps.subw(x[w >> 16 & 31], x[w >> 21 & 31]);
                    case OpCode.SLLW ->
                            x[w >> 10 & 63] = BaseOps.sllw(x[w >> 16 & 31], x[w >> 21 & 31]);
                    case OpCode.SRLW ->
                            x[w >> 10 & 63] = BaseOps.srlw(x[w >> 16 & 31], x[w >> 21 & 31]);
                    case OpCode.SRAW ->
                            x[w >> 10 & 63] = BaseOps.sraw(x[w >> 16 & 31], x[w >> 21 & 31]);
                    case OpCode.MUL ->
                            x[w >> 10 & 63] = MultiplyOps.mul(x[w >> 16 & 31], x[w >> 21 & 31]);
                    case OpCode.MULH ->
                            x[w >> 10 & 63] = MultiplyOps.mulh(x[w >> 16 & 31], x[w >> 21 & 31]);
                    case OpCode.MULHSU ->
                            x[w >> 10 & 63] = MultiplyOps.mulhsu(x[w >> 16 & 31], x[w >> 21 & 31]);
                    case OpCode.MULHU ->
                            x[w >> 10 & 63] = MultiplyOps.mulhu(x[w >> 16 & 31], x[w >> 21 & 31]);
                    case OpCode.DIV ->
                            x[w >> 10 & 63] = MultiplyOps.div(x[w >> 16 & 31], x[w >> 21 & 31]);
                    case OpCode.DIVU ->
                            x[w >> 10 & 63] = MultiplyOps.divu(x[w >> 16 & 31], x[w >> 21 & 31]);
                    case OpCode.REM ->
                            x[w >> 10 & 63] = MultiplyOps.rem(x[w >> 16 & 31], x[w >> 21 & 31]);
                    case OpCode.REMU ->
                            x[w >> 10 & 63] = MultiplyOps.remu(x[w >> 16 & 31], x[w >> 21 & 31]);
                    case OpCode.MULW ->
                            x[w >> 10 & 63] = MultiplyOps.mulw(x[w >> 16 & 31], x[w >> 21 & 31]);
                    case OpCode.DIVW ->
                            x[w >> 10 & 63] = MultiplyOps.divw(x[w >> 16 & 31], x[w >> 21 & 31]);
                    case OpCode.DIVUW ->
                            x[w >> 10 & 63] = MultiplyOps.divuw(x[w >> 16 & 31], x[w >> 21 & 31]);
                    case OpCode.REMW ->
                            x[w >> 10 & 63] = MultiplyOps.remw(x[w >> 16 & 31], x[w >> 21 & 31]);
                    case OpCode.REMUW ->
                            x[w >> 10 & 63] = MultiplyOps.remuw(x[w >> 16 & 31], x[w >> 21 & 31]);
                    default -> {
                        if (!between(op)) {
                            next = transfer(op, b.pc + b.offsets[i], next);
                        }
                    }
                }
            }
        } catch (RiscvTrap trap) {
            stopped = i;
            return TRAPPED;
        }
        return next;
    }

    /** Executes what only touches registers and memory; false for everything else. */
    private boolean between(long op) {
        int opCode = Decoder.opCode(op);
        if (BitUnit.owns(opCode)) {
            bits.execute(op);
        } else if (FloatUnit.owns(opCode)) {
            floats.execute(op);
        } else if (AtomicUnit.owns(opCode)) {
            atomics.execute(op);
        } else if (Privileged.owns(opCode) || CapabilityJumps.owns(opCode)) {
            return false;
        } else if (CapabilityUnit.owns(opCode)) {
            capabilities.execute(op);
        } else if (CapabilityMemory.owns(opCode)) {
            capabilityMemory.execute(op);
        } else if (CapabilityAtomics.owns(opCode)) {
            capabilityAtomics.execute(op);
        } else {
            throw state.trap.with(Cause.ILLEGAL_INSTRUCTION, 0);
        }
        return true;
    }

    /** Executes what decides where execution goes on, or what is allowed there. */
    private long transfer(long op, long pc, long next) {
        return CapabilityJumps.owns(Decoder.opCode(op))
                ? capabilityJumps.execute(op, pc, next)
                : privileged.execute(op, pc, next);
    }
}
