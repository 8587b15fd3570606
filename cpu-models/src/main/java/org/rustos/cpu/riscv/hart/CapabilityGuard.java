package org.rustos.cpu.riscv.hart;

import org.rustos.cpu.riscv.isa.Decoder;
import org.rustos.cpu.riscv.isa.OpCode;

/**
 * What integer instructions owe to capabilities, for the steps where it matters: while a register
 * holds more than an integer, or PCC has bounds or another mode. Elsewhere an engine may leave it
 * all out ({@link #needed}).
 */
final class CapabilityGuard {
    private final RiscvState state;
    private final CapabilityChecks checks;

    CapabilityGuard(RiscvState state, CapabilityChecks checks) {
        this.state = state;
        this.checks = checks;
    }

    /** Whether a block must be executed step by step, asking before and after each. */
    boolean needed(Block block) {
        return block.careful || (state.capabilities & block.writes) != 0 || !inside(block);
    }

    /** Whether nothing that PCC says can stop any block of a region. */
    boolean inside(Region region) {
        for (Block block : region.blocks()) {
            if (!inside(block)) {
                return false;
            }
        }
        return true;
    }

    /** Whether nothing that PCC says can stop a block or a jump out of it. */
    private boolean inside(Block block) {
        if (block.pccVersion != state.special.pccVersion()) {
            block.pccVersion = state.special.pccVersion();
            block.inside = state.special.pccIsOrdinary() || checks.contains(block);
        }
        return block.inside;
    }

    /** Before an instruction is read. */
    void fetch(long pc) {
        if (!state.special.pccIsOrdinary()) {
            checks.fetch(pc);
        }
    }

    /** Before an instruction has any effect: its second half, and where it jumps to. */
    void before(long op, long pc) {
        if (!Decoder.compressed(op)) {
            checks.fetch(pc + 2);
        }
        switch (Decoder.opCode(op)) {
            case OpCode.JAL -> checks.target(pc + Decoder.immediate(op));
            case OpCode.JALR ->
                    checks.target(state.x[Decoder.rs1(op)] + Decoder.immediate(op) & ~1L);
            default -> {
                // Branches have no effect but the next address: see after.
            }
        }
    }

    /**
     * After an instruction; those of CHERI have looked after their result themselves.
     *
     * @param jumps whether it does not go on with the one behind it
     */
    void after(long op, long next, boolean jumps) {
        int opCode = Decoder.opCode(op);
        if (opCode > BitUnit.LAST) {
            return;
        }
        if (jumps && opCode >= OpCode.BEQ && opCode <= OpCode.BGEU) {
            checks.target(next);
        }
        if (!FloatUnit.owns(opCode) || FloatUnit.writesInteger(opCode)) {
            state.integer(Decoder.rd(op));
        }
    }
}
