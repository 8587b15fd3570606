package org.rustos.cpu.x86;

import org.rustos.core.hart.HartContext;
import org.rustos.core.memory.AddressSpace;
import org.rustos.cpu.engine.EngineThread;

/** The registers of one user thread at CPL 3. */
final class X86Context extends EngineThread {
    /** Positions of the general registers: 16 general registers in encoding order, then these. */
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
    private static final Layout LAYOUT = new Layout(NAMES, EXTENDED_SIZE, RIP, RSP, FS_BASE);
    // RDI, RSI, RDX, R10, R8, R9: the Linux system-call convention.
    private static final int[] ARGUMENTS = {7, 6, 2, 10, 8, 9};

    // Linux's init_pkru: everything but key 0 denied.
    private static final int FRESH_PKRU = 0x5555_5554;

    int pkru;

    boolean pkruChanged;

    X86Context(AddressSpace space) {
        super(space, LAYOUT);
        reset();
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
        X86Context copy = new X86Context(space());
        copyTo(copy);
        copy.pkru = pkru;
        return copy;
    }

    @Override
    public void reset() {
        super.reset();
        values[RFLAGS] = 0x202;
        put(MXCSR_AT, 0x1f80);
        put(FPCW_AT, 0x37f);
        put(FPTAG_AT, 0xffff);
        pkru = FRESH_PKRU;
        pkruChanged = true;
    }

    private void put(int at, int value) {
        extended[at] = (byte) value;
        extended[at + 1] = (byte) (value >> 8);
    }
}
