package org.rustos.cpu.riscv.hart;

import org.rustos.cpu.riscv.cheri.CheriCap;
import org.rustos.cpu.riscv.isa.Decoder;
import org.rustos.cpu.riscv.isa.OpCode;
import org.rustos.cpu.riscv.op.CapAddressOps;
import org.rustos.cpu.riscv.op.CapBuildOps;
import org.rustos.cpu.riscv.op.CapReadOps;
import org.rustos.cpu.riscv.op.CapSealOps;

/**
 * Executes CHERI between registers: fields and operands go to the semantics, results come back.
 * Nothing here traps; a result that no rule allows has lost its tag.
 */
final class CapabilityUnit {
    private final RiscvState state;
    private final SpecialCapabilities special;
    private final Csrs csrs;

    CapabilityUnit(RiscvState state, Csrs csrs) {
        this.state = state;
        this.csrs = csrs;
        special = state.special;
    }

    /** Whether an operation belongs here. */
    static boolean owns(int opCode) {
        return opCode >= OpCode.CGETPERM && opCode <= OpCode.CSEQX
                || opCode == OpCode.CCLEAR
                || opCode == OpCode.FPCLEAR;
    }

    void execute(long op) {
        int opCode = Decoder.opCode(op);
        if (opCode <= OpCode.CGETTOP) {
            integer(op, read(opCode, Decoder.rs1(op)));
            return;
        }
        switch (opCode) {
            case OpCode.CCLEAR -> clear(Decoder.immediate(op));
            case OpCode.FPCLEAR -> clearFloats(Decoder.immediate(op));
            case OpCode.CRRL -> integer(op, CapReadOps.crrl(state.x[Decoder.rs1(op)]));
            case OpCode.CRAM -> integer(op, CapReadOps.cram(state.x[Decoder.rs1(op)]));
            case OpCode.CTOPTR, OpCode.CSUB, OpCode.CTESTSUBSET, OpCode.CSEQX ->
                    integer(op, compare(op));
            case OpCode.CSEAL, OpCode.CCSEAL, OpCode.CUNSEAL, OpCode.CSEALENTRY -> seal(op);
            case OpCode.CBUILDCAP, OpCode.CCOPYTYPE -> build(op);
            case OpCode.CFROMPTR -> fromPointer(op);
            default -> modify(op);
        }
    }

    private long read(int opCode, int source) {
        long meta = state.meta[source];
        long addr = state.x[source];
        return switch (opCode) {
            case OpCode.CGETPERM -> CapReadOps.cgetperm(meta);
            case OpCode.CGETTYPE -> CapReadOps.cgettype(meta);
            case OpCode.CGETBASE -> CapReadOps.cgetbase(meta, addr);
            case OpCode.CGETLEN -> CapReadOps.cgetlen(meta, addr);
            case OpCode.CGETTAG -> state.tag(source) ? 1 : 0;
            case OpCode.CGETSEALED -> CapReadOps.cgetsealed(meta);
            case OpCode.CGETOFFSET -> CapReadOps.cgetoffset(meta, addr);
            case OpCode.CGETFLAGS -> CapReadOps.cgetflags(meta);
            case OpCode.CGETADDR -> addr;
            case OpCode.CGETHIGH -> meta;
            default -> CapReadOps.cgettop(meta, addr);
        };
    }

    private long compare(long op) {
        int a = Decoder.rs1(op);
        int b = Decoder.rs2(op);
        long metaA = state.meta[a];
        long metaB = state.meta[b];
        long addrA = state.x[a];
        long addrB = state.x[b];
        boolean tagA = state.tag(a);
        boolean tagB = state.tag(b);
        Authority ddc = special.ddc();
        return switch (Decoder.opCode(op)) {
            case OpCode.CTOPTR ->
                    b == 0
                            ? CapReadOps.ctoptr(tagA, addrA, ddc.meta(), ddc.address())
                            : CapReadOps.ctoptr(tagA, addrA, metaB, addrB);
            case OpCode.CSUB -> CapReadOps.csub(addrA, addrB);
            case OpCode.CTESTSUBSET ->
                    a == 0
                            ? CapReadOps.ctestsubset(
                                    ddc.tag(), ddc.meta(), ddc.address(), tagB, metaB, addrB)
                            : CapReadOps.ctestsubset(tagA, metaA, addrA, tagB, metaB, addrB);
            default -> CapReadOps.cseqx(tagA, metaA, addrA, tagB, metaB, addrB);
        };
    }

    /** What takes one capability and an integer. */
    private void modify(long op) {
        int source = Decoder.rs1(op);
        long meta = state.meta[source];
        long addr = state.x[source];
        long operand = state.x[Decoder.rs2(op)];
        int immediate = Decoder.immediate(op);
        switch (Decoder.opCode(op)) {
            case OpCode.CANDPERM ->
                    result(op, CapSealOps.candperm(meta, operand), addr, CapSealOps.unsealed(meta));
            case OpCode.CSETFLAGS ->
                    result(
                            op,
                            CapSealOps.csetflags(meta, operand),
                            addr,
                            CapSealOps.unsealed(meta));
            case OpCode.CSETOFFSET ->
                    result(
                            op,
                            meta,
                            CapAddressOps.csetoffset(meta, addr, operand),
                            CapAddressOps.csetoffsetKeeps(meta, addr, operand));
            case OpCode.CSETADDR ->
                    result(op, meta, operand, CapAddressOps.csetaddrKeeps(meta, addr, operand));
            case OpCode.CINCOFFSET -> increment(op, meta, addr, operand);
            case OpCode.CINCOFFSETIMM -> increment(op, meta, addr, immediate);
            case OpCode.CSETHIGH -> result(op, operand, addr, false);
            case OpCode.CMOVE -> result(op, meta, addr, true);
            case OpCode.CCLEARTAG -> result(op, meta, addr, false);
            case OpCode.CSETBOUNDSEXACT ->
                    result(
                            op,
                            CapAddressOps.csetbounds(meta, addr, operand),
                            addr,
                            CapAddressOps.csetboundsexactKeeps(meta, addr, operand));
            case OpCode.CSETBOUNDSIMM -> bounds(op, meta, addr, immediate);
            default -> bounds(op, meta, addr, operand);
        }
    }

    private void increment(long op, long meta, long addr, long by) {
        boolean keeps = CapAddressOps.cincoffsetKeeps(meta, addr, by);
        result(op, meta, CapAddressOps.cincoffset(addr, by), keeps);
    }

    private void bounds(long op, long meta, long addr, long length) {
        boolean keeps = CapAddressOps.csetboundsKeeps(meta, addr, length);
        result(op, CapAddressOps.csetbounds(meta, addr, length), addr, keeps);
    }

    private void seal(long op) {
        int source = Decoder.rs1(op);
        int authority = Decoder.rs2(op);
        long meta = state.meta[source];
        long addr = state.x[source];
        boolean tag = state.tag(authority);
        long by = state.meta[authority];
        long type = state.x[authority];
        switch (Decoder.opCode(op)) {
            case OpCode.CSEALENTRY ->
                    result(op, CapSealOps.csealentry(meta), addr, CapSealOps.unsealed(meta));
            case OpCode.CUNSEAL ->
                    result(
                            op,
                            CapSealOps.cunseal(meta, by),
                            addr,
                            CapSealOps.cunsealKeeps(meta, tag, by, type));
            case OpCode.CSEAL ->
                    result(
                            op,
                            CapSealOps.cseal(meta, type),
                            addr,
                            CapSealOps.csealKeeps(meta, tag, by, type));
            default -> {
                boolean passes = CapSealOps.ccsealPasses(meta, tag, by, type);
                boolean keeps = passes || CapSealOps.ccsealKeeps(by, type);
                result(op, passes ? meta : CapSealOps.cseal(meta, type), addr, keeps);
            }
        }
    }

    /** The first operand is the authority; its tag is what the result may have. */
    private void build(long op) {
        int source = Decoder.rs1(op);
        int wanted = Decoder.rs2(op);
        long meta = state.meta[source];
        long addr = state.x[source];
        long wantedMeta = state.meta[wanted];
        long wantedAddr = state.x[wanted];
        if (Decoder.opCode(op) == OpCode.CCOPYTYPE) {
            boolean keeps = CapBuildOps.ccopytypeKeeps(meta, addr, wantedMeta);
            result(op, meta, CapBuildOps.ccopytype(wantedMeta), keeps);
            return;
        }
        Authority ddc = special.ddc();
        boolean keeps =
                source == 0
                        ? ddc.tag()
                                && CapBuildOps.cbuildcapKeeps(
                                        ddc.meta(), ddc.address(), wantedMeta, wantedAddr)
                        : state.tag(source)
                                && CapBuildOps.cbuildcapKeeps(meta, addr, wantedMeta, wantedAddr);
        state.capability(Decoder.rd(op), CapBuildOps.cbuildcap(wantedMeta), wantedAddr, keeps);
    }

    private void fromPointer(long op) {
        int source = Decoder.rs1(op);
        long offset = state.x[Decoder.rs2(op)];
        boolean fromDdc = source == 0;
        long meta = fromDdc ? special.ddc().meta() : state.meta[source];
        long addr = fromDdc ? special.ddc().address() : state.x[source];
        boolean tag = fromDdc ? special.ddc().tag() : state.tag(source);
        if (offset == 0) {
            state.capability(Decoder.rd(op), CheriCap.NULL, 0, false);
        } else {
            boolean keeps = tag && CapAddressOps.csetoffsetKeeps(meta, addr, offset);
            long to = CapAddressOps.csetoffset(meta, addr, offset);
            state.capability(Decoder.rd(op), meta, to, keeps);
        }
    }

    /** Register 8 q + i for each bit i of the mask; the first of all is DDC. */
    private void clear(int quarterAndMask) {
        int first = (quarterAndMask >> 8) * 8;
        for (int i = 0; i < 8; i++) {
            if ((quarterAndMask >> i & 1) != 0) {
                if (first + i == 0) {
                    special.write(SpecialCapabilities.DDC, CheriCap.NULL, 0, false);
                } else {
                    state.capability(first + i, CheriCap.NULL, 0, false);
                }
            }
        }
    }

    private void clearFloats(int quarterAndMask) {
        if (csrs.floatOff()) {
            throw state.trap.with(Cause.ILLEGAL_INSTRUCTION, 0);
        }
        int first = (quarterAndMask >> 8) * 8;
        for (int i = 0; i < 8; i++) {
            if ((quarterAndMask >> i & 1) != 0) {
                state.f[first + i] = 0;
            }
        }
        csrs.floatDirty();
    }

    /** The tag of the first source stays if a rule keeps it. */
    private void result(long op, long meta, long addr, boolean keeps) {
        boolean tag = keeps && state.tag(Decoder.rs1(op));
        state.capability(Decoder.rd(op), meta, addr, tag);
    }

    private void integer(long op, long value) {
        state.x[Decoder.rd(op)] = value;
        state.integer(Decoder.rd(op));
    }
}
