package org.rustos.cpu.riscv.hart;

import org.rustos.core.memory.TagMemory;
import org.rustos.cpu.riscv.cheri.CheriCap;
import org.rustos.cpu.riscv.isa.Decoder;
import org.rustos.cpu.riscv.isa.OpCode;
import org.rustos.cpu.riscv.op.FloatOps;

/**
 * Executes loads and stores of capabilities, and loads and stores of data that name their
 * authority: a register in capability mode or with .cap, DDC otherwise.
 */
final class CapabilityMemory {
    private static final int CAPABILITY = TagMemory.GRANULE;

    private final RiscvState state;
    private final Csrs csrs;
    private final RiscvMemory memory;
    private final CapabilityChecks checks;

    CapabilityMemory(RiscvState state, Csrs csrs, RiscvMemory memory, CapabilityChecks checks) {
        this.state = state;
        this.csrs = csrs;
        this.memory = memory;
        this.checks = checks;
    }

    /** Whether an operation belongs here. */
    static boolean owns(int opCode) {
        return opCode >= OpCode.LB_DDC && opCode <= OpCode.LC_DDC
                || opCode >= OpCode.SB_DDC && opCode <= OpCode.SC_DDC
                || opCode >= OpCode.LB_CAP && opCode <= OpCode.LC_CAP
                || opCode >= OpCode.SB_CAP && opCode <= OpCode.SC_CAP
                || opCode >= OpCode.CLB && opCode <= OpCode.CFSD
                || opCode == OpCode.LC
                || opCode == OpCode.SC
                || opCode == OpCode.CLC
                || opCode == OpCode.CSC
                || opCode == OpCode.CLOADTAGS;
    }

    void execute(long op) {
        int opCode = Decoder.opCode(op);
        long at = state.x[Decoder.rs1(op)] + Decoder.immediate(op);
        switch (opCode) {
            case OpCode.LC_DDC, OpCode.LC, OpCode.LC_CAP, OpCode.CLC -> loadCapability(op, at);
            case OpCode.SC_DDC, OpCode.SC, OpCode.SC_CAP, OpCode.CSC -> storeCapability(op, at);
            case OpCode.CLOADTAGS -> loadTags(op, at);
            case OpCode.CFLW, OpCode.CFLD, OpCode.CFSW, OpCode.CFSD -> accessFloat(op, at);
            default -> {
                int size = size(opCode);
                if (stores(opCode)) {
                    authorise(op, at, size, CheriCap.STORE);
                    memory.authorisedStore(at, size, state.x[Decoder.rs2(op)]);
                } else {
                    authorise(op, at, size, CheriCap.LOAD);
                    long value = memory.authorisedLoad(at, size);
                    state.x[Decoder.rd(op)] =
                            zeroExtends(opCode) ? value & ~(-1L << 8 * size) : value;
                    state.integer(Decoder.rd(op));
                }
            }
        }
    }

    /** Asks the capability that an operation goes through. */
    void authorise(long op, long at, int size, int permissions) {
        if (throughRegister(Decoder.opCode(op))) {
            checks.register(Decoder.rs1(op), at, size, permissions);
        } else {
            checks.data(at, size, permissions);
        }
    }

    /** What the operation's authority may do with the tag of a capability that it loads. */
    boolean maySeeTags(long op) {
        int source = Decoder.rs1(op);
        long meta =
                throughRegister(Decoder.opCode(op))
                        ? state.meta[source]
                        : state.special.ddc().meta();
        return CheriCap.permits(meta, CheriCap.LOAD_CAP);
    }

    /** What must be permitted to store what a register holds. */
    int storePermissions(int source) {
        boolean tag = state.tag(source);
        boolean global = CheriCap.permits(state.meta[source], CheriCap.GLOBAL);
        return CheriCap.STORE
                | (tag ? CheriCap.STORE_CAP : 0)
                | (tag && !global ? CheriCap.STORE_LOCAL_CAP : 0);
    }

    /** Whether an operation goes through its base register instead of DDC. */
    static boolean throughRegister(int opCode) {
        return opCode >= OpCode.LB_CAP && opCode <= OpCode.SC_C_CAP
                || opCode == OpCode.CLOADTAGS
                || opCode >= OpCode.CLB;
    }

    private void loadCapability(long op, long at) {
        authorise(op, at, CAPABILITY, CheriCap.LOAD);
        boolean visible = maySeeTags(op);
        long pa = memory.capabilityAddress(at, false, false);
        load(Decoder.rd(op), pa, at, visible);
    }

    /** Fills a register from a granule; its tag depends on authority and page. */
    void load(int rd, long pa, long at, boolean visible) {
        boolean tag = visible && memory.seenTag(pa, at);
        state.capability(rd, memory.physicalLoad(pa + 8, 8), memory.physicalLoad(pa, 8), tag);
    }

    private void storeCapability(long op, long at) {
        int source = Decoder.rs2(op);
        authorise(op, at, CAPABILITY, storePermissions(source));
        long pa = memory.capabilityAddress(at, true, state.tag(source));
        store(pa, source);
    }

    void store(long pa, int source) {
        memory.storeCapability(pa, state.x[source], state.meta[source], state.tag(source));
    }

    private void loadTags(long op, long at) {
        authorise(op, at, TagMemory.LINE, CheriCap.LOAD | CheriCap.LOAD_CAP);
        state.x[Decoder.rd(op)] = memory.lineTags(at);
        state.integer(Decoder.rd(op));
    }

    private void accessFloat(long op, long at) {
        if (csrs.floatOff()) {
            throw state.trap.with(Cause.ILLEGAL_INSTRUCTION, 0);
        }
        int opCode = Decoder.opCode(op);
        int size = opCode == OpCode.CFLW || opCode == OpCode.CFSW ? 4 : 8;
        if (opCode == OpCode.CFSW || opCode == OpCode.CFSD) {
            authorise(op, at, size, CheriCap.STORE);
            memory.authorisedStore(at, size, state.f[Decoder.rs2(op)]);
        } else {
            authorise(op, at, size, CheriCap.LOAD);
            long value = memory.authorisedLoad(at, size);
            state.f[Decoder.rd(op)] = size == 4 ? FloatOps.box(value & 0xffffffffL) : value;
            csrs.floatDirty();
        }
    }

    private static int size(int opCode) {
        return switch (opCode) {
            case OpCode.LB_DDC, OpCode.LBU_DDC, OpCode.SB_DDC -> 1;
            case OpCode.LB_CAP, OpCode.LBU_CAP, OpCode.SB_CAP -> 1;
            case OpCode.CLB, OpCode.CLBU, OpCode.CSB -> 1;
            case OpCode.LH_DDC, OpCode.LHU_DDC, OpCode.SH_DDC -> 2;
            case OpCode.LH_CAP, OpCode.LHU_CAP, OpCode.SH_CAP -> 2;
            case OpCode.CLH, OpCode.CLHU, OpCode.CSH -> 2;
            case OpCode.LW_DDC, OpCode.LWU_DDC, OpCode.SW_DDC -> 4;
            case OpCode.LW_CAP, OpCode.LWU_CAP, OpCode.SW_CAP -> 4;
            case OpCode.CLW, OpCode.CLWU, OpCode.CSW -> 4;
            default -> 8;
        };
    }

    private static boolean zeroExtends(int opCode) {
        return switch (opCode) {
            case OpCode.LBU_DDC, OpCode.LHU_DDC, OpCode.LWU_DDC -> true;
            case OpCode.LBU_CAP, OpCode.LHU_CAP, OpCode.LWU_CAP -> true;
            case OpCode.CLBU, OpCode.CLHU, OpCode.CLWU -> true;
            default -> false;
        };
    }

    private static boolean stores(int opCode) {
        return opCode >= OpCode.SB_DDC && opCode <= OpCode.SD_DDC
                || opCode >= OpCode.SB_CAP && opCode <= OpCode.SD_CAP
                || opCode >= OpCode.CSB && opCode <= OpCode.CSD;
    }
}
