package org.rustos.cpu.riscv.hart;

import org.rustos.core.memory.PhysicalMemory;
import org.rustos.cpu.riscv.isa.Decoder;
import org.rustos.cpu.riscv.isa.OpCode;
import org.rustos.cpu.riscv.isa.OpTable;
import org.rustos.cpu.riscv.op.BaseOps;
import org.rustos.cpu.riscv.op.MultiplyOps;

import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * Runs instructions one by one from packed decoded operations: the engine that is always right, and
 * fast where code runs once. What an instruction computes stands in {@code op}; here stands where
 * operands come from and where execution goes.
 */
public final class RiscvHart {
    private static final int FETCH_ENTRIES = 64;

    /** A handler of S may fault into one of M, once; what goes on longer goes on for ever. */
    private static final int MOST_TRAPS_IN_ROW = 8;

    private static final long PAGE = RiscvMemory.PAGE;

    private final RiscvState state = new RiscvState();
    private final Csrs csrs;
    private final DecodedCode code;
    private final RiscvMemory memory;
    private final Privileged privileged;
    private final FloatUnit floats;
    private final AtomicUnit atomics;
    private final BitUnit bits;
    private final OpTable table;
    private final long[] fetchPage = new long[FETCH_ENTRIES];
    private final long[][] fetchCode = new long[FETCH_ENTRIES][];
    private int trapsInRow;
    private boolean supervised;
    private boolean trapped;

    /**
     * A hart at reset: machine mode, no translation, no protection.
     *
     * @param layout where RAM lies
     * @param bus what is not RAM
     * @param time what the time register shows
     * @param number hart id
     */
    public RiscvHart(
            PhysicalMemory ram,
            PhysicalLayout layout,
            Bus bus,
            LongSupplier time,
            long number,
            OpTable table) {
        this.table = table;
        PhysicalProtection protection = new PhysicalProtection();
        csrs = new Csrs(state, protection, time, number);
        code = new DecodedCode(ram.size());
        Translation translation = new Translation(ram, layout, state, protection, csrs);
        memory = new RiscvMemory(ram, layout, bus, state, translation, code);
        privileged = new Privileged(state, csrs, memory, code);
        floats = new FloatUnit(state, csrs, memory);
        atomics = new AtomicUnit(state, memory);
        bits = new BitUnit(state);
    }

    public RiscvState state() {
        return state;
    }

    /** The level of an interrupt line, by its number in mip. */
    public void interrupt(int line, boolean level) {
        csrs.line(line, level);
    }

    /**
     * Runs user code until a number of instructions has retired or it traps; nothing is done about
     * the trap.
     *
     * @param limit in instructions since reset
     * @return whether it trapped; the pc is at the instruction
     */
    public boolean runUser(long limit) {
        trapped = false;
        while (!trapped && state.retired < limit) {
            loop(limit);
        }
        return trapped;
    }

    /** Reads a control register without a check, for observers. */
    public long csr(int number) {
        return csrs.read(number);
    }

    /**
     * Runs until a number of instructions has retired, or until the hart waits for an interrupt.
     *
     * @param limit in instructions since reset
     */
    public void run(long limit) {
        while (wake() && state.retired < limit) {
            takeInterrupt();
            loop(limit);
        }
    }

    /** Ends the wait for an interrupt if there is one; whether the hart may go on. */
    public boolean wake() {
        state.waiting = state.waiting && (csrs.pending() & csrs.mie()) == 0;
        return !state.waiting && !stuck();
    }

    /**
     * Whether trap handlers trap at their first instruction, so that nothing will ever be executed
     * again: time advances with instructions, and without time no interrupt comes.
     */
    public boolean stuck() {
        return trapsInRow > MOST_TRAPS_IN_ROW;
    }

    /**
     * From now on this hart runs user code for somebody who handles its traps, with everything of
     * user mode switched on.
     *
     * @param root physical address of its Sv39 table
     */
    public void supervise(long root) {
        supervised = true;
        state.privilege = RiscvState.USER;
        csrs.supervise(root);
        privileged.supervise();
        memory.forget();
    }

    /** Flags and dynamic rounding mode. */
    public int fcsr() {
        return csrs.fcsr();
    }

    public void fcsr(int value) {
        csrs.fcsr(value);
    }

    /** Forgets translations and decoded code. */
    public void forget() {
        code.forget();
        memory.forget();
    }

    /** Goes to the handler of an interrupt that is enabled, if there is one. */
    public void takeInterrupt() {
        privileged.takeInterrupt(state.pc);
    }

    /** Executes one instruction; false if it ended in a trap. */
    public boolean step() {
        long before = state.retired;
        loop(before + 1);
        return state.retired != before;
    }

    /** The instruction at an address, or 0 where a fetch would fault. */
    public int peek(long pc) {
        try {
            int low = memory.fetch16(pc);
            return (low & 3) != 3 ? low : low | memory.fetch16(pc + 2) << 16;
        } catch (RiscvTrap fault) {
            return 0;
        }
    }

    /** Runs to the limit, to a trap, or past an instruction that may change what is allowed. */
    private void loop(long limit) {
        long[] x = state.x;
        long first = state.retired;
        // Whatever brought us here may have changed what may be fetched.
        Arrays.fill(fetchPage, -1);
        long pc = state.pc;
        long retired = state.retired;
        long[] page = null;
        long pageAddress = -1;
        try {
            while (retired < limit) {
                if ((pc & PAGE) != pageAddress) {
                    page = codePage(pc);
                    pageAddress = pc & PAGE;
                }
                long op = page[(int) (pc & ~PAGE) >> 1];
                if (op == 0) {
                    op = decode(pc, page);
                }
                int w = (int) op;
                long next = pc + 4 - (w >> 28 & 2);
                switch (w & 0x3ff) {
                    case OpCode.LUI -> x[w >> 10 & 63] = op >> 32;
                    case OpCode.AUIPC -> x[w >> 10 & 63] = pc + (op >> 32);
                    case OpCode.JAL -> {
                        x[w >> 10 & 63] = next;
                        next = pc + (op >> 32);
                    }
                    case OpCode.JALR -> {
                        long target = x[w >> 16 & 31] + (op >> 32) & ~1L;
                        x[w >> 10 & 63] = next;
                        next = target;
                    }
                    case OpCode.BEQ ->
                            next =
                                    BaseOps.beq(x[w >> 16 & 31], x[w >> 21 & 31])
                                            ? pc + (op >> 32)
                                            : next;
                    case OpCode.BNE ->
                            next =
                                    BaseOps.bne(x[w >> 16 & 31], x[w >> 21 & 31])
                                            ? pc + (op >> 32)
                                            : next;
                    case OpCode.BLT ->
                            next =
                                    BaseOps.blt(x[w >> 16 & 31], x[w >> 21 & 31])
                                            ? pc + (op >> 32)
                                            : next;
                    case OpCode.BGE ->
                            next =
                                    BaseOps.bge(x[w >> 16 & 31], x[w >> 21 & 31])
                                            ? pc + (op >> 32)
                                            : next;
                    case OpCode.BLTU ->
                            next =
                                    BaseOps.bltu(x[w >> 16 & 31], x[w >> 21 & 31])
                                            ? pc + (op >> 32)
                                            : next;
                    case OpCode.BGEU ->
                            next =
                                    BaseOps.bgeu(x[w >> 16 & 31], x[w >> 21 & 31])
                                            ? pc + (op >> 32)
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
                        state.retired = retired;
                        if (!plain(op)) {
                            next = privileged.execute(op, pc, next);
                            state.retired = retired + 1;
                            state.pc = next;
                            trapsInRow = 0;
                            return;
                        }
                    }
                }
                retired++;
                pc = next;
            }
        } catch (RiscvTrap trap) {
            state.retired = retired;
            trapsInRow = retired == first ? trapsInRow + 1 : 0;
            tell(trap, pc);
            if (supervised) {
                trapped = true;
                state.pc = pc;
            } else {
                privileged.takeTrap(pc);
            }
            return;
        }
        trapsInRow = 0;
        state.pc = pc;
        state.retired = retired;
    }

    /** Executes what only touches registers and memory; false for everything else. */
    private boolean plain(long op) {
        int opCode = Decoder.opCode(op);
        if (BitUnit.owns(opCode)) {
            bits.execute(op);
        } else if (FloatUnit.owns(opCode)) {
            floats.execute(op);
        } else if (AtomicUnit.owns(opCode)) {
            atomics.execute(op);
        } else if (opCode == OpCode.ILLEGAL
                || opCode > BitUnit.LAST && opCode != OpCode.ROS_MARKER) {
            throw state.trap.with(Cause.ILLEGAL_INSTRUCTION, 0);
        } else {
            return false;
        }
        return true;
    }

    private long[] codePage(long pc) {
        int i = (int) (pc >>> 12) & FETCH_ENTRIES - 1;
        if (fetchPage[i] == (pc & PAGE)) {
            return fetchCode[i];
        }
        long[] page = memory.codePage(pc);
        if (page == null) {
            // Nothing to keep: not RAM, or a page of which only a part may be executed.
            memory.fetch16(pc);
            return new long[1 << 11];
        }
        fetchPage[i] = pc & PAGE;
        fetchCode[i] = page;
        return page;
    }

    private long decode(long pc, long[] page) {
        int low = memory.fetch16(pc);
        boolean compressed = (low & 3) != 3;
        int word = compressed ? low : low | memory.fetch16(pc + 2) << 16;
        long op = Decoder.decode(table, word);
        // The second half on another page may change without this one.
        if (compressed || (pc & ~PAGE) != 0xffe) {
            page[(int) (pc & ~PAGE) >> 1] = op;
        }
        return op;
    }

    /** The value of an illegal instruction is the instruction. */
    private void tell(RiscvTrap trap, long pc) {
        if (trap.cause() == Cause.ILLEGAL_INSTRUCTION) {
            int low = memory.fetch16(pc);
            long word = (low & 3) != 3 ? low : low | (long) memory.fetch16(pc + 2) << 16;
            trap.with(Cause.ILLEGAL_INSTRUCTION, word);
        }
    }
}
