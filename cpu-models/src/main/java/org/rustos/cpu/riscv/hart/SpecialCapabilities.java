package org.rustos.cpu.riscv.hart;

import org.rustos.cpu.riscv.cheri.CapBounds;
import org.rustos.cpu.riscv.cheri.CheriCap;

/**
 * PCC, DDC and the capabilities of trap handlers, by the numbers of CSpecialRW. mtvec, mepc, stvec
 * and sepc are the addresses of four of them (UCAM-CL-TR-987, section 6.3; addresses are addresses:
 * PCC and DDC check and never relocate).
 */
public final class SpecialCapabilities {
    public static final int PCC = 0;
    public static final int DDC = 1;
    public static final int STCC = 12;
    public static final int STDC = 13;
    public static final int SSCRATCHC = 14;
    public static final int SEPCC = 15;
    public static final int MTCC = 28;
    public static final int MTDC = 29;
    public static final int MSCRATCHC = 30;
    public static final int MEPCC = 31;

    /** Reserved modes of a trap vector become the two that exist. */
    private static final long VECTOR_MASK = ~2L;

    private final Authority pcc = new Authority();
    private final Authority ddc = new Authority();
    private final long[] meta = new long[32];
    private final long[] address = new long[32];
    private final boolean[] tag = new boolean[32];
    private Runnable changed = () -> {};
    private boolean pccIsOrdinary = true;
    private boolean capabilityMode;
    private long pccVersion;

    SpecialCapabilities() {
        for (int number : new int[] {STCC, SEPCC, MTCC, MEPCC}) {
            meta[number] = CheriCap.ROOT;
            tag[number] = true;
        }
    }

    /** What to do when DDC has become another: answers that were kept may be wrong now. */
    void whenChanged(Runnable action) {
        changed = action;
    }

    Authority pcc() {
        return pcc;
    }

    Authority ddc() {
        return ddc;
    }

    /** Whether PCC neither checks nor changes anything: integer mode, executable everywhere. */
    boolean pccIsOrdinary() {
        return pccIsOrdinary;
    }

    /** Rises with every PCC that allows or means something else. */
    long pccVersion() {
        return pccVersion;
    }

    /** Whether encodings have the meaning of capability mode. */
    public boolean capabilityMode() {
        return capabilityMode;
    }

    /** Whether a number means something. */
    static boolean exists(int number) {
        return number <= DDC || number >= STCC && number <= SEPCC || number >= MTCC;
    }

    /** The least privilege that may touch a register. */
    static int privilege(int number) {
        return number <= DDC
                ? RiscvState.USER
                : number <= SEPCC ? RiscvState.SUPERVISOR : RiscvState.MACHINE;
    }

    public long meta(int number) {
        return switch (number) {
            case PCC -> pcc.meta();
            case DDC -> ddc.meta();
            default -> meta[number];
        };
    }

    /** Its address; that of PCC is where it was entered, the program counter goes on from there. */
    public long address(int number) {
        return switch (number) {
            case PCC -> pcc.address();
            case DDC -> ddc.address();
            case SEPCC, MEPCC -> address[number] & ~1L;
            default -> address[number];
        };
    }

    /** Whether it is valid as it would be read. */
    public boolean tag(int number) {
        return switch (number) {
            case PCC -> pcc.tag();
            case DDC -> ddc.tag();
            case SEPCC, MEPCC -> tag[number] && mayMove(number, address(number));
            default -> tag[number];
        };
    }

    /** Replaces a register as a whole; a vector gets a mode that exists. */
    public void write(int number, long newMeta, long newAddress, boolean newTag) {
        switch (number) {
            case PCC -> install(newMeta, newAddress, newTag);
            case DDC -> {
                ddc.set(newMeta, newAddress, newTag);
                changed.run();
            }
            default -> {
                meta[number] = newMeta;
                address[number] = newAddress;
                tag[number] = newTag;
                if (number == STCC || number == MTCC) {
                    move(number, newAddress & VECTOR_MASK);
                }
            }
        }
    }

    /** What a write to the control register with the same address does: mepc, mtvec and so on. */
    void move(int number, long to) {
        tag[number] &= mayMove(number, to);
        address[number] = to;
    }

    /** Whether another address costs no tag: none at all, or no seal and the same bounds. */
    private boolean mayMove(int number, long to) {
        return to == address[number]
                || !CheriCap.isSealed(meta[number])
                        && CapBounds.sameBounds(meta[number], address[number], to);
    }

    /** Takes PCC and DDC of a thread. */
    void load(CapabilityRegisters from) {
        boolean same =
                pcc.meta() == from.pccMeta
                        && pcc.address() == from.pccAddress
                        && pcc.tag() == from.pccTag;
        if (!same) {
            install(from.pccMeta, from.pccAddress, from.pccTag);
        }
        boolean sameDdc =
                ddc.meta() == from.ddcMeta
                        && ddc.address() == from.ddcAddress
                        && ddc.tag() == from.ddcTag;
        if (!sameDdc) {
            write(DDC, from.ddcMeta, from.ddcAddress, from.ddcTag);
        }
    }

    /** Gives PCC and DDC. */
    void store(CapabilityRegisters to) {
        to.pccMeta = pcc.meta();
        to.pccAddress = pcc.address();
        to.pccTag = pcc.tag();
        to.ddcMeta = ddc.meta();
        to.ddcAddress = ddc.address();
        to.ddcTag = ddc.tag();
    }

    /** A trap: PCC is kept where the handler will look for it, and replaced. */
    void enter(int kept, int handler, long pc) {
        meta[kept] = pcc.meta();
        address[kept] = pc;
        tag[kept] = pcc.tagAt(pc);
        install(meta[handler], address[handler], tag[handler]);
    }

    /** The return from a trap; a sentry is opened, another seal faults at the next fetch. */
    void leave(int kept) {
        boolean sentry = CheriCap.otype(meta[kept]) == CheriCap.OTYPE_SENTRY;
        long opened = CheriCap.withOtype(meta[kept], CheriCap.OTYPE_UNSEALED);
        install(sentry ? opened : meta[kept], address(kept), tag(kept));
    }

    /** Makes a capability PCC. */
    void install(long newMeta, long newAddress, boolean newTag) {
        if (newMeta != pcc.meta() || newTag != pcc.tag() || !pcc.tagAt(newAddress)) {
            pccVersion++;
        }
        pcc.set(newMeta, newAddress, newTag);
        capabilityMode = CheriCap.flags(newMeta) != 0;
        pccIsOrdinary = pcc.grants(CheriCap.EXECUTE) && pcc.everywhere() && !capabilityMode;
    }
}
