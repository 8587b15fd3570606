package org.rustos.cpu.riscv.hart;

import org.rustos.core.memory.TagMemory;
import org.rustos.cpu.riscv.cheri.CheriCap;
import org.rustos.cpu.riscv.isa.Decoder;
import org.rustos.cpu.riscv.isa.OpCode;

/**
 * Executes the atomics that CHERI adds: through a capability, of bytes and halfwords, and of
 * capabilities. Those of data end in {@link AtomicUnit}.
 */
final class CapabilityAtomics {
    private static final int CAPABILITY = TagMemory.GRANULE;

    private final RiscvState state;
    private final RiscvMemory memory;
    private final CapabilityMemory access;
    private final AtomicUnit atomics;

    CapabilityAtomics(
            RiscvState state, RiscvMemory memory, CapabilityMemory access, AtomicUnit atomics) {
        this.state = state;
        this.memory = memory;
        this.access = access;
        this.atomics = atomics;
    }

    /** Whether an operation belongs here. */
    static boolean owns(int opCode) {
        return opCode >= OpCode.LR_B_DDC && opCode <= OpCode.LR_C_DDC
                || opCode >= OpCode.SC_B_DDC && opCode <= OpCode.SC_C_DDC
                || opCode >= OpCode.LR_B_CAP && opCode <= OpCode.LR_C_CAP
                || opCode >= OpCode.SC_B_CAP && opCode <= OpCode.SC_C_CAP
                || opCode >= OpCode.LR_C && opCode <= OpCode.SC_H
                || opCode >= OpCode.CLR_W && opCode <= OpCode.CSC_H
                || opCode >= OpCode.CLR_C && opCode <= OpCode.CAMOSWAP_C;
    }

    void execute(long op) {
        int opCode = Decoder.opCode(op);
        long at = state.x[Decoder.rs1(op)];
        switch (opCode) {
            case OpCode.LR_C_DDC, OpCode.LR_C_CAP, OpCode.LR_C, OpCode.CLR_C -> reserve(op, at);
            case OpCode.SC_C_DDC, OpCode.SC_C_CAP, OpCode.SC_C, OpCode.CSC_C ->
                    storeReserved(op, at);
            case OpCode.AMOSWAP_C, OpCode.CAMOSWAP_C -> swap(op, at);
            default -> data(op, at);
        }
    }

    private void reserve(long op, long at) {
        access.authorise(op, at, CAPABILITY, CheriCap.LOAD);
        boolean visible = access.maySeeTags(op);
        long pa = memory.capabilityAddress(at, false, false);
        access.load(Decoder.rd(op), pa, at, visible);
        memory.place(pa);
    }

    private void storeReserved(long op, long at) {
        int source = Decoder.rs2(op);
        access.authorise(op, at, CAPABILITY, access.storePermissions(source));
        long pa = memory.capabilityAddress(at, true, state.tag(source));
        boolean held = memory.endReservation(pa);
        if (held) {
            access.store(pa, source);
        }
        state.x[Decoder.rd(op)] = held ? 0 : 1;
        state.integer(Decoder.rd(op));
    }

    private void swap(long op, long at) {
        int source = Decoder.rs2(op);
        access.authorise(op, at, CAPABILITY, CheriCap.LOAD | access.storePermissions(source));
        boolean visible = access.maySeeTags(op);
        long pa = memory.capabilityAddress(at, true, state.tag(source));
        boolean tag = visible && memory.seenTag(pa, at);
        long meta = memory.physicalLoad(pa + 8, 8);
        long address = memory.physicalLoad(pa, 8);
        access.store(pa, source);
        state.capability(Decoder.rd(op), meta, address, tag);
    }

    private void data(long op, long at) {
        int opCode = Decoder.opCode(op);
        int plain = plain(opCode);
        int size = size(opCode);
        access.authorise(op, at, size, AtomicUnit.permissions(plain));
        atomics.execute(op, plain, size);
        state.integer(Decoder.rd(op));
    }

    /** The operation without an authority: the two tables list those of capability mode alike. */
    private static int plain(int opCode) {
        if (opCode >= OpCode.CLR_W && opCode <= OpCode.CAMOMAXU_D) {
            return opCode - OpCode.CLR_W + OpCode.LR_W;
        }
        return switch (opCode) {
            case OpCode.LR_B_DDC, OpCode.LR_H_DDC, OpCode.LR_W_DDC, OpCode.LR_D_DDC -> OpCode.LR_W;
            case OpCode.LR_B_CAP, OpCode.LR_H_CAP, OpCode.LR_W_CAP, OpCode.LR_D_CAP -> OpCode.LR_W;
            case OpCode.LR_B, OpCode.LR_H, OpCode.CLR_B, OpCode.CLR_H -> OpCode.LR_W;
            default -> OpCode.SC_W;
        };
    }

    private static int size(int opCode) {
        if (opCode >= OpCode.CLR_W && opCode <= OpCode.CAMOMAXU_D) {
            return opCode < OpCode.CLR_D ? 4 : 8;
        }
        return switch (opCode) {
            case OpCode.LR_B_DDC, OpCode.SC_B_DDC, OpCode.LR_B_CAP, OpCode.SC_B_CAP -> 1;
            case OpCode.LR_B, OpCode.SC_B, OpCode.CLR_B, OpCode.CSC_B -> 1;
            case OpCode.LR_H_DDC, OpCode.SC_H_DDC, OpCode.LR_H_CAP, OpCode.SC_H_CAP -> 2;
            case OpCode.LR_H, OpCode.SC_H, OpCode.CLR_H, OpCode.CSC_H -> 2;
            case OpCode.LR_W_DDC, OpCode.SC_W_DDC, OpCode.LR_W_CAP, OpCode.SC_W_CAP -> 4;
            default -> 8;
        };
    }
}
