package org.rustos.cpu.riscv.hart;

import org.rustos.cpu.riscv.isa.Decoder;
import org.rustos.cpu.riscv.isa.OpCode;

/**
 * Traps, returns from them and the instructions on control registers: all that may change what the
 * next instruction is allowed to do.
 */
final class Privileged {
    /** From the highest priority to the lowest: external, software, timer; M before S. */
    private static final int[] PRIORITY = {11, 3, 7, 9, 1, 5};

    private final RiscvState state;
    private final Csrs csrs;
    private final RiscvMemory memory;
    private final CodeTables code;
    private final CapabilityChecks checks;
    private boolean supervised;

    Privileged(
            RiscvState state,
            Csrs csrs,
            RiscvMemory memory,
            CodeTables code,
            CapabilityChecks checks) {
        this.checks = checks;
        this.state = state;
        this.csrs = csrs;
        this.memory = memory;
        this.code = code;
    }

    /** Whether an operation belongs here. */
    static boolean owns(int opCode) {
        return opCode >= OpCode.FENCE && opCode <= OpCode.SFENCE_VMA || opCode == OpCode.ROS_MARKER;
    }

    /** From now on traps are a kernel model's. */
    void supervise() {
        supervised = true;
    }

    /** Takes the exception that the state's trap holds; the pc is where execution goes on. */
    void takeTrap(long pc) {
        enter(pc, state.trap.cause(), state.trap.value());
    }

    /** Takes the most urgent interrupt that is enabled, if there is one. */
    boolean takeInterrupt(long pc) {
        long ready = csrs.pending() & csrs.mie();
        if (ready == 0) {
            return false;
        }
        state.waiting = false;
        long forMachine = enabled(RiscvState.MACHINE, Status.MIE) ? ready & ~csrs.mideleg() : 0;
        long forSupervisor =
                enabled(RiscvState.SUPERVISOR, Status.SIE) ? ready & csrs.mideleg() : 0;
        long chosen = forMachine != 0 ? forMachine : forSupervisor;
        for (int number : PRIORITY) {
            if ((chosen >> number & 1) != 0) {
                enter(pc, number | Cause.INTERRUPT, 0);
                return true;
            }
        }
        return false;
    }

    private boolean enabled(int privilege, long bit) {
        return state.privilege < privilege
                || state.privilege == privilege && (csrs.status() & bit) != 0;
    }

    private void enter(long pc, long cause, long value) {
        long delegated = cause < 0 ? csrs.mideleg() : csrs.medeleg();
        boolean below = state.privilege <= RiscvState.SUPERVISOR && (delegated >> cause & 1) != 0;
        long status = csrs.status();
        long handler;
        if (below) {
            handler = csrs.saveForSupervisor(pc, cause, value);
            long previous = (status & Status.SIE) != 0 ? Status.SPIE : 0;
            long from = state.privilege == RiscvState.SUPERVISOR ? Status.SPP : 0;
            csrs.status(status & ~(Status.SIE | Status.SPIE | Status.SPP) | previous | from);
            state.privilege = RiscvState.SUPERVISOR;
        } else {
            handler = csrs.saveForMachine(pc, cause, value);
            long previous = (status & Status.MIE) != 0 ? Status.MPIE : 0;
            long from = (long) state.privilege << Status.MPP_SHIFT;
            csrs.status(status & ~(Status.MIE | Status.MPIE | Status.MPP) | previous | from);
            state.privilege = RiscvState.MACHINE;
        }
        boolean vectored = (handler & 1) != 0 && cause < 0;
        state.pc = (handler & ~3L) + (vectored ? 4 * (cause & 63) : 0);
        memory.forget();
    }

    /**
     * Executes an instruction of the classes system, csr and fence.
     *
     * @param next address of the instruction behind it
     * @return where execution goes on
     */
    long execute(long op, long pc, long next) {
        switch (Decoder.opCode(op)) {
            case OpCode.ECALL -> throw state.trap.with(Cause.ECALL + state.privilege, 0);
            case OpCode.ROS_MARKER ->
                    throw state.trap.with(supervised ? Cause.MARKER : Cause.ILLEGAL_INSTRUCTION, 0);
            case OpCode.EBREAK -> throw state.trap.with(Cause.BREAKPOINT, pc);
            case OpCode.MRET -> {
                return returnFromMachine();
            }
            case OpCode.SRET -> {
                return returnFromSupervisor();
            }
            case OpCode.WFI -> waitForInterrupt();
            case OpCode.FENCE, OpCode.FENCE_TSO -> {
                // One hart sees its own accesses in order; several are run one after another.
            }
            case OpCode.FENCE_I -> {
                code.touched();
                memory.forget();
            }
            case OpCode.SFENCE_VMA -> {
                requireSupervisor(Status.TVM);
                code.touched();
                memory.forget();
            }
            default -> accessCsr(op);
        }
        return next;
    }

    private void accessCsr(long op) {
        int number = Decoder.immediate(op) & 0xfff;
        int opCode = Decoder.opCode(op);
        boolean immediate = opCode >= OpCode.CSRRWI;
        long source = immediate ? Decoder.rs1(op) : state.x[Decoder.rs1(op)];
        boolean replaces = opCode == OpCode.CSRRW || opCode == OpCode.CSRRWI;
        boolean writes = replaces || Decoder.rs1(op) != 0;
        if (!csrs.accessible(number, writes)) {
            throw state.trap.with(Cause.ILLEGAL_INSTRUCTION, 0);
        }
        if (!Csrs.everybodys(number)) {
            checks.systemRegisters(SpecialCapabilities.PCC);
        }
        long old = csrs.read(number);
        if (writes) {
            boolean sets = opCode == OpCode.CSRRS || opCode == OpCode.CSRRSI;
            if (Csrs.changesCode(number)) {
                code.touched();
            }
            csrs.write(number, replaces ? source : sets ? old | source : old & ~source);
            memory.forget();
        }
        state.x[Decoder.rd(op)] = old;
        state.integer(Decoder.rd(op));
    }

    private long returnFromMachine() {
        require(state.privilege == RiscvState.MACHINE);
        checks.systemRegisters(SpecialCapabilities.PCC);
        long status = csrs.status();
        int to = (int) (status >> Status.MPP_SHIFT) & 3;
        long enabled = (status & Status.MPIE) != 0 ? Status.MIE : 0;
        long lends = to == RiscvState.MACHINE ? status & Status.MPRV : 0;
        long kept = status & ~(Status.MIE | Status.MPP | Status.MPRV);
        csrs.status(kept | enabled | Status.MPIE | lends);
        state.privilege = to;
        memory.forget();
        state.special.leave(SpecialCapabilities.MEPCC);
        return state.special.address(SpecialCapabilities.MEPCC);
    }

    private long returnFromSupervisor() {
        requireSupervisor(Status.TSR);
        checks.systemRegisters(SpecialCapabilities.PCC);
        long status = csrs.status();
        int to = (status & Status.SPP) != 0 ? RiscvState.SUPERVISOR : RiscvState.USER;
        long enabled = (status & Status.SPIE) != 0 ? Status.SIE : 0;
        long kept = status & ~(Status.SIE | Status.SPP | Status.MPRV);
        csrs.status(kept | enabled | Status.SPIE);
        state.privilege = to;
        memory.forget();
        state.special.leave(SpecialCapabilities.SEPCC);
        return state.special.address(SpecialCapabilities.SEPCC);
    }

    private void waitForInterrupt() {
        boolean trapped =
                state.privilege == RiscvState.USER
                        || state.privilege == RiscvState.SUPERVISOR
                                && (csrs.status() & Status.TW) != 0;
        require(!trapped);
        state.waiting = (csrs.pending() & csrs.mie()) == 0;
    }

    /** Supervisor instructions that a bit of mstatus keeps for machine mode. */
    private void requireSupervisor(long forbidden) {
        require(
                state.privilege == RiscvState.MACHINE
                        || state.privilege == RiscvState.SUPERVISOR
                                && (csrs.status() & forbidden) == 0);
    }

    private void require(boolean legal) {
        if (!legal) {
            throw state.trap.with(Cause.ILLEGAL_INSTRUCTION, 0);
        }
    }
}
