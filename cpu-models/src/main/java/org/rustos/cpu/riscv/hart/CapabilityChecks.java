package org.rustos.cpu.riscv.hart;

import org.rustos.cpu.riscv.cheri.CapBounds;
import org.rustos.cpu.riscv.cheri.CheriCap;

/**
 * Holds accesses against capabilities, in the order of the specification: tag, seal, permissions,
 * bounds (UCAM-CL-TR-987, section 6.4; alignment and pages come after all of them). What fails
 * traps with {@link Cause#CHERI} and says why and by which register.
 */
final class CapabilityChecks {
    static final int LENGTH = 0x01;
    static final int TAG = 0x02;
    static final int SEAL = 0x03;
    static final int TYPE = 0x04;
    static final int PERMIT_EXECUTE = 0x11;
    static final int PERMIT_CINVOKE = 0x19;

    /** Added to the number of a permission; the first missing one is told. */
    private static final int PERMISSION = 0x10;

    private static final int ACCESS_SYSTEM_REGISTERS = 0x18;

    /** Special registers follow the 32 others. */
    private static final int SPECIAL = 32;

    private final RiscvState state;
    private final SpecialCapabilities special;

    CapabilityChecks(RiscvState state) {
        this.state = state;
        special = state.special;
    }

    /** An access by an integer address: DDC decides and changes no address. */
    void data(long at, int size, int permissions) {
        Authority ddc = special.ddc();
        if (!ddc.grants(permissions) || !ddc.contains(at, size)) {
            int number = SPECIAL + SpecialCapabilities.DDC;
            require(ddc.tag(), ddc.meta(), permissions, number, at);
            throw violation(LENGTH, number, at, permissions);
        }
    }

    /**
     * Whether DDC lets every access to a range pass, so that it need not be asked for each.
     *
     * @param permissions those of {@link CheriCap}
     */
    boolean ddcCovers(long start, int bytes, int permissions) {
        return special.ddc().grants(permissions) && special.ddc().contains(start, bytes);
    }

    /** An access through a capability register. */
    void register(int number, long at, int size, int permissions) {
        long meta = state.meta(number);
        require(state.tag(number), meta, permissions, number, at);
        if (!CapBounds.contains(meta, state.x[number], at, size)) {
            throw violation(LENGTH, number, at, permissions);
        }
    }

    /** Two bytes of an instruction, which PCC must allow. */
    void fetch(long at) {
        Authority pcc = special.pcc();
        if (!pcc.grants(CheriCap.EXECUTE) || !pcc.contains(at, 2)) {
            int number = SPECIAL + SpecialCapabilities.PCC;
            require(pcc.tag(), pcc.meta(), CheriCap.EXECUTE, number, at);
            throw violation(LENGTH, number, at);
        }
    }

    /** Whether PCC lets a block of integer mode run and go on without a check. */
    boolean contains(Block block) {
        Authority pcc = special.pcc();
        boolean jumps = block.end == Block.End.BRANCH || block.end == Block.End.JUMP;
        boolean direct = jumps || block.end == Block.End.CALL;
        boolean known = direct || block.end == Block.End.THROUGH;
        return known
                && !special.capabilityMode()
                && pcc.grants(CheriCap.EXECUTE)
                && pcc.contains(block.pc, block.code.length)
                && (!direct || pcc.contains(block.target(), 2));
    }

    /** Where a jump or a taken branch goes within PCC. */
    void target(long at) {
        if (!special.pcc().contains(at, 2)) {
            throw violation(LENGTH, SPECIAL + SpecialCapabilities.PCC, at);
        }
    }

    /** Where a jump goes that takes a capability along. */
    void target(int number, long at) {
        if (!CapBounds.contains(state.meta(number), state.x[number], at, 2)) {
            throw violation(LENGTH, number, at);
        }
    }

    /**
     * What may touch privileged state.
     *
     * @param number what is told as the register
     */
    void systemRegisters(int number) {
        if (!CheriCap.permits(special.pcc().meta(), CheriCap.ACCESS_SYSTEM_REGISTERS)) {
            throw violation(ACCESS_SYSTEM_REGISTERS, SPECIAL + number, 0);
        }
    }

    /** Tag, seal, permissions. */
    void require(boolean tag, long meta, int permissions, int number, long at) {
        if (!tag) {
            throw violation(TAG, number, at, permissions);
        }
        if (CheriCap.isSealed(meta)) {
            throw violation(SEAL, number, at, permissions);
        }
        permit(meta, permissions, number, at);
    }

    void permit(long meta, int permissions, int number, long at) {
        int missing = permissions & ~CheriCap.permissionField(meta);
        if (missing != 0) {
            int first = Integer.numberOfTrailingZeros(missing);
            int cause = missing == CheriCap.CINVOKE ? PERMIT_CINVOKE : PERMISSION + first;
            throw violation(cause, number, at, permissions);
        }
    }

    /** What a jump does wrong. */
    RiscvTrap violation(int cause, int number, long at) {
        return violation(cause, number, at, CheriCap.EXECUTE);
    }

    private RiscvTrap violation(int cause, int number, long at, int permissions) {
        return state.trap.capability(cause, number, at, permissions);
    }
}
