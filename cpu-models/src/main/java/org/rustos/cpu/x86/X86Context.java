package org.rustos.cpu.x86;

import org.rustos.core.hart.HartContext;
import org.rustos.core.memory.AddressSpace;

import java.util.Arrays;

/**
 * The architectural registers of one user thread. While a hart has it loaded, the engine holds the
 * truth of what the last run changed and the hart copies it here when it stops; what the kernel
 * then writes is marked, so that the next run moves only that.
 */
final class X86Context implements HartContext {
    /** Positions in {@link #values}: 16 general registers in encoding order, then these. */
    static final int RIP = 16;

    static final int RFLAGS = 17;
    static final int FS_BASE = 18;
    static final int GS_BASE = 19;
    static final int COUNT = 20;

    static final int RAX = 0;
    static final int RCX = 1;
    static final int RSP = 4;
    static final int RSI = 6;
    static final int RDI = 7;
    static final int R11 = 11;

    /** XMM0-15 (16 bytes each), FP0-7 (16 bytes each), then MXCSR, FPCW, FPSW, FPTAG (8 each). */
    static final int EXTENDED_SIZE = 16 * 16 + 8 * 16 + 4 * 8;

    static final int MXCSR_AT = 24 * 16;
    static final int FPCW_AT = MXCSR_AT + 8;
    static final int FPSW_AT = FPCW_AT + 8;
    static final int FPTAG_AT = FPSW_AT + 8;

    private static final String[] NAMES = {
        "rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi", "r8", "r9", "r10", "r11", "r12",
        "r13", "r14", "r15", "rip", "rflags", "fs_base", "gs_base"
    };
    // RDI, RSI, RDX, R10, R8, R9: the Linux system-call convention.
    private static final int[] ARGUMENTS = {7, 6, 2, 10, 8, 9};

    // Linux's init_pkru: everything but key 0 denied.
    private static final int FRESH_PKRU = 0x5555_5554;

    private AddressSpace space;
    final long[] values = new long[COUNT];
    final byte[] extended = new byte[EXTENDED_SIZE];
    int pkru;

    /** One bit per position of {@link #values} that the engine does not know yet. */
    int changed;

    boolean pkruChanged;
    boolean extendedChanged;

    /** The engine that holds the extended state, or null if this object does. */
    EngineRegisters loadedIn;

    X86Context(AddressSpace space) {
        this.space = space;
        reset();
    }

    @Override
    public AddressSpace space() {
        return space;
    }

    @Override
    public void space(AddressSpace next) {
        space = next;
    }

    @Override
    public long pc() {
        return values[RIP];
    }

    @Override
    public void pc(long value) {
        register(RIP, value);
    }

    @Override
    public long sp() {
        return values[RSP];
    }

    @Override
    public void sp(long value) {
        register(RSP, value);
    }

    @Override
    public long threadPointer() {
        return values[FS_BASE];
    }

    @Override
    public void threadPointer(long value) {
        register(FS_BASE, value);
    }

    @Override
    public long callNumber() {
        return values[RAX];
    }

    @Override
    public long argument(int index) {
        return values[ARGUMENTS[index]];
    }

    @Override
    public void argument(int index, long value) {
        register(ARGUMENTS[index], value);
    }

    @Override
    public void result(long value) {
        register(RAX, value);
    }

    @Override
    public long keyRights() {
        return Integer.toUnsignedLong(pkru);
    }

    @Override
    public void keyRights(long value) {
        if (pkru != (int) value) {
            pkru = (int) value;
            pkruChanged = true;
        }
    }

    @Override
    public String[] registerNames() {
        return NAMES.clone();
    }

    @Override
    public long register(int index) {
        return values[index];
    }

    @Override
    public void register(int index, long value) {
        if (values[index] != value) {
            values[index] = value;
            changed |= 1 << index;
        }
    }

    @Override
    public byte[] extendedState() {
        fetchExtended();
        return FxsaveImage.of(extended);
    }

    @Override
    public void extendedState(byte[] saved) {
        FxsaveImage.read(saved, extended);
        extendedChanged = true;
    }

    @Override
    public HartContext copy() {
        fetchExtended();
        X86Context copy = new X86Context(space);
        System.arraycopy(values, 0, copy.values, 0, COUNT);
        System.arraycopy(extended, 0, copy.extended, 0, EXTENDED_SIZE);
        copy.pkru = pkru;
        return copy;
    }

    @Override
    public void reset() {
        Arrays.fill(values, 0);
        values[RFLAGS] = 0x202;
        Arrays.fill(extended, (byte) 0);
        put(MXCSR_AT, 0x1f80);
        put(FPCW_AT, 0x37f);
        put(FPTAG_AT, 0xffff);
        pkru = FRESH_PKRU;
        changed = -1;
        pkruChanged = true;
        extendedChanged = true;
    }

    /** Takes vector and x87 registers back from an engine that holds newer ones. */
    private void fetchExtended() {
        if (loadedIn != null && !extendedChanged) {
            loadedIn.storeExtended(this);
        }
    }

    private void put(int at, int value) {
        extended[at] = (byte) value;
        extended[at + 1] = (byte) (value >> 8);
    }
}
