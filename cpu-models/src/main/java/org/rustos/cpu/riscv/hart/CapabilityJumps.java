package org.rustos.cpu.riscv.hart;

import org.rustos.cpu.riscv.cheri.CheriCap;
import org.rustos.cpu.riscv.isa.Decoder;
import org.rustos.cpu.riscv.isa.OpCode;
import org.rustos.cpu.riscv.op.CapAddressOps;
import org.rustos.cpu.riscv.op.CapSealOps;

/**
 * Executes what reads or replaces PCC and the other special registers: jumps between capabilities,
 * CInvoke, AUIPCC, CSpecialRW. All checks come before the first effect.
 */
final class CapabilityJumps {
    /** Where CInvoke leaves the unsealed data. */
    private static final int INVOKED_DATA = 31;

    private final RiscvState state;
    private final SpecialCapabilities special;
    private final CapabilityChecks checks;

    CapabilityJumps(RiscvState state, CapabilityChecks checks) {
        this.state = state;
        this.checks = checks;
        special = state.special;
    }

    /** Whether an operation belongs here. */
    static boolean owns(int opCode) {
        return switch (opCode) {
            case OpCode.CSPECIALRW, OpCode.CINVOKE, OpCode.JALR_CAP, OpCode.JALR_PCC -> true;
            case OpCode.AUIPCC, OpCode.CJAL, OpCode.CJALR -> true;
            default -> false;
        };
    }

    /**
     * Executes an operation.
     *
     * @param next address of the instruction behind it
     * @return where execution goes on
     */
    long execute(long op, long pc, long next) {
        switch (Decoder.opCode(op)) {
            case OpCode.CSPECIALRW -> special(op, pc);
            case OpCode.AUIPCC -> relative(op, pc);
            case OpCode.CINVOKE -> {
                return invoke(Decoder.rs1(op), Decoder.rs2(op));
            }
            case OpCode.JALR_PCC -> {
                return jumpInside(op, next);
            }
            case OpCode.CJAL -> {
                long to = pc + Decoder.immediate(op);
                checks.target(to);
                link(op, next);
                return to;
            }
            default -> {
                return jump(op, next);
            }
        }
        return next;
    }

    private void special(long op, long pc) {
        int number = Decoder.immediate(op);
        int source = Decoder.rs1(op);
        boolean legal =
                SpecialCapabilities.exists(number)
                        && (number != SpecialCapabilities.PCC || source == 0)
                        && state.privilege >= SpecialCapabilities.privilege(number);
        if (!legal) {
            throw state.trap.with(Cause.ILLEGAL_INSTRUCTION, 0);
        }
        if (number > SpecialCapabilities.DDC) {
            checks.systemRegisters(number);
        }
        long meta = state.meta[source];
        long addr = state.x[source];
        boolean tag = state.tag(source);
        boolean ofPcc = number == SpecialCapabilities.PCC;
        state.capability(
                Decoder.rd(op),
                special.meta(number),
                ofPcc ? pc : special.address(number),
                ofPcc ? special.pcc().tagAt(pc) : special.tag(number));
        if (source != 0) {
            special.write(number, meta, addr, tag);
        }
    }

    private void relative(long op, long pc) {
        Authority pcc = special.pcc();
        long to = pc + Decoder.immediate(op);
        boolean keeps = pcc.tag() && CapAddressOps.csetaddrKeeps(pcc.meta(), pcc.address(), to);
        state.capability(Decoder.rd(op), pcc.meta(), to, keeps);
    }

    /** An integer jump whatever the mode. */
    private long jumpInside(long op, long next) {
        long to = state.x[Decoder.rs1(op)] & ~1L;
        checks.target(to);
        state.x[Decoder.rd(op)] = next;
        state.integer(Decoder.rd(op));
        return to;
    }

    /** JALR.CAP and CJALR: into a capability or through a sentry. */
    private long jump(long op, long next) {
        int source = Decoder.rs1(op);
        int offset = Decoder.immediate(op);
        long meta = state.meta[source];
        long to = state.x[source] + offset & ~1L;
        if (!state.tag(source)) {
            throw checks.violation(CapabilityChecks.TAG, source, to);
        }
        boolean sentry = CheriCap.otype(meta) == CheriCap.OTYPE_SENTRY;
        if (CheriCap.isSealed(meta) && (!sentry || offset != 0)) {
            throw checks.violation(CapabilityChecks.SEAL, source, to);
        }
        checks.permit(meta, CheriCap.EXECUTE, source, to);
        checks.target(source, to);
        long addr = state.x[source];
        link(op, next);
        special.install(CheriCap.withOtype(meta, CheriCap.OTYPE_UNSEALED), addr, true);
        return to;
    }

    /** The return address is a sentry. */
    private void link(long op, long next) {
        Authority pcc = special.pcc();
        long meta = CapSealOps.csealentry(pcc.meta());
        state.capability(Decoder.rd(op), meta, next, pcc.tagAt(next));
    }

    private long invoke(int code, int data) {
        long codeMeta = state.meta[code];
        long dataMeta = state.meta[data];
        long to = state.x[code] & ~1L;
        if (!state.tag(code)) {
            throw checks.violation(CapabilityChecks.TAG, code, to);
        }
        if (!state.tag(data)) {
            throw checks.violation(CapabilityChecks.TAG, data, to);
        }
        if (CheriCap.hasReservedOtype(codeMeta)) {
            throw checks.violation(CapabilityChecks.SEAL, code, to);
        }
        if (CheriCap.hasReservedOtype(dataMeta)) {
            throw checks.violation(CapabilityChecks.SEAL, data, to);
        }
        if (CheriCap.otype(codeMeta) != CheriCap.otype(dataMeta)) {
            throw checks.violation(CapabilityChecks.TYPE, code, to);
        }
        checks.permit(codeMeta, CheriCap.CINVOKE, code, to);
        checks.permit(dataMeta, CheriCap.CINVOKE, data, to);
        checks.permit(codeMeta, CheriCap.EXECUTE, code, to);
        if (CheriCap.permits(dataMeta, CheriCap.EXECUTE)) {
            throw checks.violation(CapabilityChecks.PERMIT_EXECUTE, data, to);
        }
        checks.target(code, to);
        long addr = state.x[code];
        state.capability(
                INVOKED_DATA,
                CheriCap.withOtype(dataMeta, CheriCap.OTYPE_UNSEALED),
                state.x[data],
                true);
        special.install(CheriCap.withOtype(codeMeta, CheriCap.OTYPE_UNSEALED), addr, true);
        return to;
    }
}
