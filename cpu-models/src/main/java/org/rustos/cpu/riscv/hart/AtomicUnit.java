package org.rustos.cpu.riscv.hart;

import org.rustos.cpu.riscv.cheri.CheriCap;
import org.rustos.cpu.riscv.isa.Decoder;
import org.rustos.cpu.riscv.isa.OpCode;
import org.rustos.cpu.riscv.op.AtomicOps;

/**
 * Executes A. A reservation is one address and ends with the next SC, with a trap return that the
 * guest's kernel makes it end by, or when another hart writes there.
 */
public final class AtomicUnit {
    private final RiscvState state;
    private final RiscvMemory memory;
    private final CapabilityChecks checks;

    AtomicUnit(RiscvState state, RiscvMemory memory, CapabilityChecks checks) {
        this.state = state;
        this.memory = memory;
        this.checks = checks;
    }

    /** Whether an operation belongs here. */
    static boolean owns(int opCode) {
        return opCode >= OpCode.LR_W && opCode <= OpCode.AMOMAXU_D;
    }

    void execute(long op) {
        int opCode = Decoder.opCode(op);
        int size = opCode < OpCode.LR_D ? 4 : 8;
        checks.data(state.x[Decoder.rs1(op)], size, permissions(opCode));
        execute(op, opCode, size);
    }

    /** What DDC or a capability must permit. */
    static int permissions(int opCode) {
        return switch (opCode) {
            case OpCode.LR_W, OpCode.LR_D -> CheriCap.LOAD;
            case OpCode.SC_W, OpCode.SC_D -> CheriCap.STORE;
            default -> CheriCap.LOAD | CheriCap.STORE;
        };
    }

    /**
     * Executes an operation by an integer address.
     *
     * @param register the second operand
     * @return what goes to the target
     */
    public long execute(int opCode, long at, long register) {
        int size = opCode < OpCode.LR_D ? 4 : 8;
        checks.data(at, size, permissions(opCode));
        return execute(opCode, size, at, register);
    }

    /**
     * Executes what an authority has allowed.
     *
     * @param opCode which of those that belong here, of any size
     */
    void execute(long op, int opCode, int size) {
        long at = state.x[Decoder.rs1(op)];
        state.x[Decoder.rd(op)] = execute(opCode, size, at, state.x[Decoder.rs2(op)]);
    }

    private long execute(int opCode, int size, long at, long register) {
        switch (opCode) {
            case OpCode.LR_W, OpCode.LR_D -> {
                long place = memory.atomic(at, size, false, false);
                return memory.reserve(place, size);
            }
            case OpCode.SC_W, OpCode.SC_D -> {
                long place = memory.atomic(at, size, true, true);
                return memory.storeReserved(place, size, register) ? 0 : 1;
            }
            default -> {
                long place = memory.atomic(at, size, true, false);
                long old = memory.physicalLoad(place, size);
                long operand = size == 4 ? (int) register : register;
                memory.physicalStore(place, size, combined(opCode, old, operand));
                return old;
            }
        }
    }

    private static long combined(int opCode, long old, long register) {
        return switch (opCode) {
            case OpCode.AMOSWAP_W, OpCode.AMOSWAP_D -> AtomicOps.amoswap(old, register);
            case OpCode.AMOADD_W, OpCode.AMOADD_D -> AtomicOps.amoadd(old, register);
            case OpCode.AMOXOR_W, OpCode.AMOXOR_D -> AtomicOps.amoxor(old, register);
            case OpCode.AMOAND_W, OpCode.AMOAND_D -> AtomicOps.amoand(old, register);
            case OpCode.AMOOR_W, OpCode.AMOOR_D -> AtomicOps.amoor(old, register);
            case OpCode.AMOMIN_W, OpCode.AMOMIN_D -> AtomicOps.amomin(old, register);
            case OpCode.AMOMAX_W, OpCode.AMOMAX_D -> AtomicOps.amomax(old, register);
            case OpCode.AMOMINU_W, OpCode.AMOMINU_D -> AtomicOps.amominu(old, register);
            default -> AtomicOps.amomaxu(old, register);
        };
    }
}
