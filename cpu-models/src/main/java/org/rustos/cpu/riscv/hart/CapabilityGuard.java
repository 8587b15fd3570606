package org.rustos.cpu.riscv.hart;

import org.rustos.cpu.riscv.cheri.CheriCap;
import org.rustos.cpu.riscv.isa.Decoder;
import org.rustos.cpu.riscv.isa.OpCode;

/**
 * What integer instructions owe to capabilities, for the steps where it matters: while a register
 * that they write holds more than an integer, or PCC has bounds that they leave, or another mode.
 * Elsewhere an engine may leave it all out ({@link #needed}).
 */
final class CapabilityGuard {
    private final RiscvState state;
    private final CapabilityChecks checks;

    CapabilityGuard(RiscvState state, CapabilityChecks checks) {
        this.state = state;
        this.checks = checks;
    }

    /** Whether a block must be taken with care from its first instruction on. */
    boolean needed(Block block) {
        return block.careful
                || (state.capabilities & block.writes) != 0
                || !state.special.pccIsOrdinary() && !inside(block);
    }

    /** Whether only the last instruction needs care: it goes where only it knows. */
    boolean neededAtEnd(Block block) {
        return block.goesAnywhere() && !state.special.pccIsOrdinary();
    }

    /** Whether translated blocks do what careful steps would do. */
    boolean mayRun(Region region) {
        if ((state.capabilities & region.writes()) != 0) {
            return false;
        }
        if (!state.special.pccIsOrdinary()) {
            for (Block block : region.blocks()) {
                if (block.goesAnywhere() || !inside(block)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Whether PCC lets a block of integer mode run and go to wherever it says that it goes. */
    private boolean inside(Block block) {
        Authority pcc = state.special.pcc();
        return !state.special.capabilityMode()
                && pcc.grants(CheriCap.EXECUTE)
                && pcc.contains(block.pc, block.code.length)
                && (!block.goesToTarget() || pcc.contains(block.target(), 2));
    }

    /** Before an instruction is read. */
    void fetch(long pc) {
        if (!state.special.pccIsOrdinary()) {
            checks.fetch(pc);
        }
    }

    /** Before an instruction has any effect: its second half, and where it jumps to. */
    void before(long op, long pc) {
        if (state.special.pccIsOrdinary()) {
            return;
        }
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
        if (CapabilityUnit.isCheri(opCode)) {
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
