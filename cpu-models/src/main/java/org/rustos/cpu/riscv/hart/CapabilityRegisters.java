package org.rustos.cpu.riscv.hart;

import org.rustos.core.hart.HardwareCapability;
import org.rustos.cpu.riscv.cheri.CapBounds;
import org.rustos.cpu.riscv.cheri.CheriCap;

/**
 * What a user thread has of capabilities while no hart runs it: the upper halves and tags of its
 * registers, PCC and DDC. A fresh one may reach its whole address space, as code without
 * capabilities expects, but may touch no system register and give no seal.
 */
public final class CapabilityRegisters {
    /** Software permissions and Global are nobody's harm. */
    private static final int COMMON =
            0x78000 | CheriCap.GLOBAL | CheriCap.LOAD | CheriCap.LOAD_CAP | CheriCap.CINVOKE;

    /** What user code may do everywhere: the upper half of PCC. */
    public static final long CODE =
            CheriCap.andPermissions(CheriCap.ROOT, COMMON | CheriCap.EXECUTE);

    /** What it may do with data everywhere: the upper half of DDC. */
    public static final long DATA =
            CheriCap.andPermissions(
                    CheriCap.ROOT,
                    COMMON | CheriCap.STORE | CheriCap.STORE_CAP | CheriCap.STORE_LOCAL_CAP);

    /** Behind the general registers. */
    private static final int PCC = 32;

    private static final int DDC = 33;

    final long[] meta = new long[32];
    int tags;

    /** Which registers hold more than an integer. */
    int held;

    long pccMeta;
    long pccAddress;
    boolean pccTag;
    long ddcMeta;
    long ddcAddress;
    boolean ddcTag;

    public CapabilityRegisters() {
        reset();
    }

    /** Back to those of a fresh program. */
    public void reset() {
        for (int register = 0; register < 32; register++) {
            meta[register] = 0;
        }
        tags = 0;
        held = 0;
        pcc(CODE, 0);
        ddc(DATA, 0);
    }

    /** Takes those of another thread. */
    public void copy(CapabilityRegisters from) {
        System.arraycopy(from.meta, 0, meta, 0, meta.length);
        tags = from.tags;
        held = from.held;
        pccMeta = from.pccMeta;
        pccAddress = from.pccAddress;
        pccTag = from.pccTag;
        ddcMeta = from.ddcMeta;
        ddcAddress = from.ddcAddress;
        ddcTag = from.ddcTag;
    }

    /** A register got an integer. */
    public void integer(int register) {
        meta[register] = 0;
        tags &= ~(1 << register);
        held &= ~(1 << register);
    }

    /** Bounds PCC and DDC to [from, to), rounded outwards where the format asks for it. */
    public void confine(long from, long to) {
        pcc(CapBounds.setBounds(CODE, from, to - from), from);
        ddc(CapBounds.setBounds(DATA, from, to - from), from);
    }

    /**
     * Whether PCC or DDC lets the thread itself do an access.
     *
     * @param permission one of {@link CheriCap}: Execute is PCC's, everything else DDC's
     */
    public boolean mayAccess(long at, long bytes, int permission) {
        boolean code = permission == CheriCap.EXECUTE;
        long authority = code ? pccMeta : ddcMeta;
        long address = code ? pccAddress : ddcAddress;
        return (code ? pccTag : ddcTag)
                && !CheriCap.isSealed(authority)
                && CheriCap.permits(authority, permission)
                && CapBounds.contains(authority, address, at, bytes);
    }

    /**
     * Takes the tag of every capability that is sealed with a type.
     *
     * @return how many there were
     */
    public int revoke(int type) {
        int found = 0;
        for (int register = 1; register < 32; register++) {
            if ((tags >>> register & 1) != 0 && CheriCap.otype(meta[register]) == type) {
                tags &= ~(1 << register);
                found++;
            }
        }
        return found;
    }

    /**
     * What people are shown of a register.
     *
     * @param register 0 to 31, then PCC, then DDC
     * @param value of the integer register of that number
     * @param pc the address of PCC
     */
    public HardwareCapability show(int register, long value, long pc) {
        return switch (register) {
            case PCC -> shown(pccMeta, pccAddress, pc, pccTag);
            case DDC -> shown(ddcMeta, ddcAddress, ddcAddress, ddcTag);
            default -> shown(meta[register], value, value, (tags >>> register & 1) != 0);
        };
    }

    private static HardwareCapability shown(long meta, long within, long address, boolean tag) {
        boolean whole = CapBounds.topHigh(meta, within) != 0;
        return new HardwareCapability(
                address,
                CapBounds.base(meta, within),
                whole ? -1 : CapBounds.topLow(meta, within),
                CheriCap.permissions(meta),
                CheriCap.isSealed(meta) ? CheriCap.otype(meta) : -1,
                tag,
                meta);
    }

    private void pcc(long newMeta, long address) {
        pccMeta = newMeta;
        pccAddress = address;
        pccTag = true;
    }

    private void ddc(long newMeta, long address) {
        ddcMeta = newMeta;
        ddcAddress = address;
        ddcTag = true;
    }
}
