package org.rustos.cpu.riscv.hart;

import java.util.function.LongSupplier;

/**
 * Control and status registers: what each number is, who may touch it and which bits stay (RISC-V
 * Privileged Architecture, chapters 2 to 4).
 */
final class Csrs {
    static final int FFLAGS = 0x001;
    static final int FRM = 0x002;
    static final int FCSR = 0x003;
    static final int SSTATUS = 0x100;
    static final int SIE = 0x104;
    static final int STVEC = 0x105;
    static final int SCOUNTEREN = 0x106;
    static final int SENVCFG = 0x10a;
    static final int SSCRATCH = 0x140;
    static final int SEPC = 0x141;
    static final int SCAUSE = 0x142;
    static final int STVAL = 0x143;
    static final int SIP = 0x144;
    static final int SATP = 0x180;
    static final int UCCSR = 0x8c0;
    static final int SCCSR = 0x9c0;
    static final int MCCSR = 0xbc0;
    static final int MSTATUS = 0x300;
    static final int MISA = 0x301;
    static final int MEDELEG = 0x302;
    static final int MIDELEG = 0x303;
    static final int MIE = 0x304;
    static final int MTVEC = 0x305;
    static final int MCOUNTEREN = 0x306;
    static final int MENVCFG = 0x30a;
    static final int MCOUNTINHIBIT = 0x320;
    static final int MSCRATCH = 0x340;
    static final int MEPC = 0x341;
    static final int MCAUSE = 0x342;
    static final int MTVAL = 0x343;
    static final int MIP = 0x344;
    static final int PMPCFG0 = 0x3a0;
    static final int PMPADDR0 = 0x3b0;
    static final int MCYCLE = 0xb00;
    static final int MINSTRET = 0xb02;
    static final int CYCLE = 0xc00;
    static final int TIME = 0xc01;
    static final int INSTRET = 0xc02;
    static final int MVENDORID = 0xf11;
    static final int MHARTID = 0xf14;
    static final int MCONFIGPTR = 0xf15;

    /** Software, timer and external interrupts of S and M. */
    static final long SUPERVISOR_INTERRUPTS = 0x222;

    static final long INTERRUPTS = 0xaaa;
    private static final long SOFTWARE_PENDING = 0x222;

    /** RV64 with A, C, D, F, I, M, S, U and X, which is CHERI. */
    private static final long ISA =
            2L << 62
                    | (1 << 0 | 1 << 2 | 1 << 3 | 1 << 5 | 1 << 8 | 1 << 12)
                    | (1 << 18 | 1 << 20 | 1 << 23);

    /** CHERI is on and dirty, clears tags instead of trapping, and relocates nothing. */
    private static final long CAPABILITY_CONTROL = 0x33;

    /** Which generation of capabilities may be loaded from pages of the supervisor and user. */
    private static final long SUPERVISOR_GENERATION = 1 << 2;

    private static final long USER_GENERATION = 1 << 3;

    /** What may be delegated: no call of machine mode, and nothing that does not exist. */
    private static final long DELEGABLE = 0x1c00_b3ffL;

    /** NAPOT with all rights. */
    private static final long ALL_MEMORY = 0x1f;

    /** Bits of mcountinhibit. */
    private static final long CYCLES = 1;

    private static final long INSTRUCTIONS = 1 << 2;
    private static final int PAGING_39 = 8;
    private static final int PAGING_48 = 9;

    private final RiscvState state;
    private final SpecialCapabilities special;
    private final PhysicalProtection protection;
    private final LongSupplier time;
    private final long hart;

    private long status;
    private long medeleg;
    private long mideleg;
    private long mie;
    private long softwarePending;
    private long devicePending;
    private long mscratch;
    private long mcause;
    private long mtval;
    private long mcounteren;
    private long menvcfg;
    private long sscratch;
    private long scause;
    private long stval;
    private long scounteren;
    private long senvcfg;
    private long satp;
    private long generations;
    private int frm;

    /** Which of the two writable counters stand still: bits of mcountinhibit. */
    private long inhibited;

    /** What to add to the number of instructions for them; while it stands still, the counter. */
    private LongSupplier cycles;

    private long cycleOffset;

    private long instretOffset;

    Csrs(RiscvState state, PhysicalProtection protection, LongSupplier time, long hart) {
        this.state = state;
        special = state.special;
        this.protection = protection;
        this.time = time;
        this.hart = hart;
        cycles = () -> state.retired;
    }

    /** Gives the cycle counter something else than instructions. */
    void cycles(LongSupplier source) {
        cycles = source;
    }

    /** What a kernel sets for its user programs: paging, counters, floating point. */
    void supervise(long root) {
        satp = (long) PAGING_39 << 60 | root >>> 12;
        mcounteren = 7;
        scounteren = 7;
        status |= Status.FS;
        protection.address(0, -1);
        protection.configuration(0, ALL_MEMORY);
    }

    /** The dynamic rounding mode and the flags, as fcsr has them. */
    int fcsr() {
        return state.floatStatus.flags() | frm << 5;
    }

    void fcsr(int value) {
        state.floatStatus.flags(value);
        frm = value >> 5 & 7;
    }

    long status() {
        return status;
    }

    void status(long value) {
        status = value;
    }

    long satp() {
        return satp;
    }

    /** Levels of the page table: 0 without paging. */
    int pagingLevels() {
        int mode = (int) (satp >>> 60);
        return mode == 0 ? 0 : mode - 5;
    }

    long mie() {
        return mie;
    }

    long pending() {
        return softwarePending | devicePending;
    }

    /** The level of an interrupt line of a device. */
    void line(int number, boolean level) {
        devicePending = level ? devicePending | 1L << number : devicePending & ~(1L << number);
    }

    long medeleg() {
        return medeleg;
    }

    long mideleg() {
        return mideleg;
    }

    /** Whether a write changes what may be fetched where. */
    static boolean changesCode(int number) {
        return number == SATP || number >= PMPCFG0 && number < PMPADDR0 + 64;
    }

    /** Whether floating point needs no question: it is on, marked dirty, and frm is a mode. */
    boolean floatReady() {
        return (status & Status.FS) == Status.FS && frm <= 4;
    }

    boolean floatOff() {
        return (status & Status.FS) == 0;
    }

    void floatDirty() {
        status |= Status.FS;
    }

    int roundingMode() {
        return frm;
    }

    /** Saves what a trap leaves behind for the handler, and says where the handler is. */
    long saveForMachine(long pc, long cause, long value) {
        special.enter(SpecialCapabilities.MEPCC, SpecialCapabilities.MTCC, pc);
        mcause = cause;
        mtval = value;
        return special.address(SpecialCapabilities.MTCC);
    }

    /** As {@link #saveForMachine}, one privilege below. */
    long saveForSupervisor(long pc, long cause, long value) {
        special.enter(SpecialCapabilities.SEPCC, SpecialCapabilities.STCC, pc);
        scause = cause;
        stval = value;
        return special.address(SpecialCapabilities.STCC);
    }

    /** The generation of capabilities that may be loaded from a page of a kind. */
    boolean generation(boolean user) {
        return (generations & (user ? USER_GENERATION : SUPERVISOR_GENERATION)) != 0;
    }

    /** Whether a number names a register that may be touched like this. */
    boolean accessible(int number, boolean write) {
        if ((number >> 8 & 3) > state.privilege || write && number >> 10 == 3) {
            return false;
        }
        if (number <= FCSR && number >= FFLAGS) {
            return !floatOff();
        }
        if (number == SATP) {
            return state.privilege != RiscvState.SUPERVISOR || (status & Status.TVM) == 0;
        }
        if (number >= CYCLE && number < CYCLE + 32) {
            return counterEnabled(1L << number - CYCLE);
        }
        return exists(number);
    }

    /** Whether code that may not touch system registers may touch this one. */
    static boolean everybodys(int number) {
        return number >= FFLAGS && number <= FCSR || number >= CYCLE && number < CYCLE + 32;
    }

    private boolean counterEnabled(long bit) {
        boolean machine = state.privilege == RiscvState.MACHINE || (mcounteren & bit) != 0;
        return machine && (state.privilege != RiscvState.USER || (scounteren & bit) != 0);
    }

    private static boolean exists(int number) {
        return switch (number) {
            case SSTATUS, SIE, STVEC, SCOUNTEREN, SENVCFG -> true;
            case SSCRATCH, SEPC, SCAUSE, STVAL, SIP -> true;
            case MSTATUS, MISA, MEDELEG, MIDELEG, MIE, MTVEC, MCOUNTEREN, MENVCFG -> true;
            case MSCRATCH, MEPC, MCAUSE, MTVAL, MIP -> true;
            case MCYCLE -> true;
            case UCCSR, SCCSR, MCCSR -> true;
            default ->
                    number >= MVENDORID && number <= MCONFIGPTR
                            || number >= PMPCFG0 && number < PMPCFG0 + 16 && (number & 1) == 0
                            || number >= PMPADDR0 && number < PMPADDR0 + 64
                            || number >= MINSTRET && number < MCYCLE + 32
                            || number >= MCOUNTINHIBIT
                                    && number < MCOUNTINHIBIT + 32
                                    && number != 0x321
                                    && number != 0x322;
        };
    }

    /** Reads a register that is {@link #accessible}. */
    long read(int number) {
        return switch (number) {
            case FFLAGS -> state.floatStatus.flags();
            case FRM -> frm;
            case FCSR -> state.floatStatus.flags() | frm << 5;
            case SSTATUS -> statusSeen() & (Status.SUPERVISOR | Status.DIRTY | 3L << 32);
            case SIE -> mie & mideleg;
            case STVEC -> special.address(SpecialCapabilities.STCC);
            case SCOUNTEREN -> scounteren;
            case SENVCFG -> senvcfg;
            case SSCRATCH -> sscratch;
            case SEPC -> special.address(SpecialCapabilities.SEPCC);
            case SCAUSE -> scause;
            case STVAL -> stval;
            case SIP -> pending() & mideleg;
            case SATP -> satp;
            case UCCSR, MCCSR -> CAPABILITY_CONTROL;
            case SCCSR -> CAPABILITY_CONTROL | generations;
            case MSTATUS -> statusSeen();
            case MISA -> ISA;
            case MEDELEG -> medeleg;
            case MIDELEG -> mideleg;
            case MIE -> mie;
            case MTVEC -> special.address(SpecialCapabilities.MTCC);
            case MCOUNTEREN -> mcounteren;
            case MENVCFG -> menvcfg;
            case MSCRATCH -> mscratch;
            case MEPC -> special.address(SpecialCapabilities.MEPCC);
            case MCAUSE -> mcause;
            case MTVAL -> mtval;
            case MIP -> pending();
            case MCYCLE, CYCLE -> counted(CYCLES) + cycleOffset;
            case MINSTRET, INSTRET -> counted(INSTRUCTIONS) + instretOffset;
            case MCOUNTINHIBIT -> inhibited;
            case TIME -> time.getAsLong();
            case MHARTID -> hart;
            default -> readProtection(number);
        };
    }

    private long counted(long counter) {
        if ((inhibited & counter) != 0) {
            return 0;
        }
        return counter == CYCLES ? cycles.getAsLong() : state.retired;
    }

    /** A write takes the place of the count of its own instruction. */
    private long countedNext(long counter) {
        return (inhibited & counter) == 0 ? counted(counter) + 1 : 0;
    }

    private void writeInhibited(long value) {
        long cycles = counted(CYCLES) + cycleOffset;
        long instructions = counted(INSTRUCTIONS) + instretOffset;
        inhibited = value;
        cycleOffset = cycles - countedNext(CYCLES);
        instretOffset = instructions - countedNext(INSTRUCTIONS);
    }

    private long statusSeen() {
        boolean dirty = (status & Status.FS) == Status.FS;
        return status | Status.XLEN | (dirty ? Status.DIRTY : 0);
    }

    /** PMP; the rest of what exists reads as 0. */
    private long readProtection(int number) {
        if (number >= PMPCFG0 && number < PMPCFG0 + 4) {
            return protection.configuration((number - PMPCFG0) * 4);
        }
        return number >= PMPADDR0 && number < PMPADDR0 + PhysicalProtection.REGIONS
                ? protection.address(number - PMPADDR0)
                : 0;
    }

    /** Writes a register that is {@link #accessible}; bits that have no meaning are dropped. */
    void write(int number, long value) {
        switch (number) {
            case FFLAGS, FRM, FCSR -> writeFloat(number, value);
            case SSTATUS -> status = status & ~Status.SUPERVISOR | value & Status.SUPERVISOR;
            case SIE -> mie = mie & ~mideleg | value & mideleg;
            case STVEC -> special.move(SpecialCapabilities.STCC, value & ~2L);
            case SCOUNTEREN -> scounteren = value & 0xffffffffL;
            case SENVCFG -> senvcfg = value & 1;
            case SSCRATCH -> sscratch = value;
            case SEPC -> special.move(SpecialCapabilities.SEPCC, value);
            case SCAUSE -> scause = value;
            case STVAL -> stval = value;
            case SIP -> writePending(value, mideleg & 2);
            case SATP -> writeSatp(value);
            case SCCSR -> generations = value & (SUPERVISOR_GENERATION | USER_GENERATION);
            case MSTATUS -> writeStatus(value);
            case MEDELEG -> medeleg = value & DELEGABLE;
            case MIDELEG -> mideleg = value & SUPERVISOR_INTERRUPTS;
            case MIE -> mie = value & INTERRUPTS;
            case MTVEC -> special.move(SpecialCapabilities.MTCC, value & ~2L);
            case MCOUNTEREN -> mcounteren = value & 0xffffffffL;
            case MENVCFG -> menvcfg = value & 1;
            case MSCRATCH -> mscratch = value;
            case MEPC -> special.move(SpecialCapabilities.MEPCC, value);
            case MCAUSE -> mcause = value;
            case MTVAL -> mtval = value;
            case MIP -> writePending(value, SOFTWARE_PENDING);
            case MCYCLE -> cycleOffset = value - countedNext(CYCLES);
            case MINSTRET -> instretOffset = value - countedNext(INSTRUCTIONS);
            case MCOUNTINHIBIT -> writeInhibited(value & (CYCLES | INSTRUCTIONS));
            default -> writeProtection(number, value);
        }
    }

    private void writeFloat(int number, long value) {
        if (number != FRM) {
            state.floatStatus.flags((int) value);
        }
        if (number != FFLAGS) {
            frm = (int) (number == FCSR ? value >> 5 : value) & 7;
        }
        floatDirty();
    }

    private void writeStatus(long value) {
        boolean reserved = (value & Status.MPP) == 2 << Status.MPP_SHIFT;
        long writable = reserved ? Status.WRITABLE & ~Status.MPP : Status.WRITABLE;
        status = status & ~writable | value & writable;
    }

    private void writePending(long value, long writable) {
        softwarePending = softwarePending & ~writable | value & writable;
    }

    /** A mode that is not there leaves the whole register as it was. */
    private void writeSatp(long value) {
        int mode = (int) (value >>> 60);
        if (mode == 0 || mode == PAGING_39 || mode == PAGING_48) {
            satp = value;
        }
    }

    private void writeProtection(int number, long value) {
        if (number >= PMPCFG0 && number < PMPCFG0 + 4) {
            protection.configuration((number - PMPCFG0) * 4, value);
        } else if (number >= PMPADDR0 && number < PMPADDR0 + PhysicalProtection.REGIONS) {
            protection.address(number - PMPADDR0, value);
        }
    }
}
