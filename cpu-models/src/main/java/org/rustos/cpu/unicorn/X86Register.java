package org.rustos.cpu.unicorn;

/**
 * Unicorn's numbers of x86 registers and CPU models ({@code x86.h}, unchanged since 2.0), so that
 * no bare number stands elsewhere.
 */
public final class X86Register {
    /** {@code UC_CPU_X86_ICELAKE_SERVER}: the only model on which protection keys were tried. */
    public static final int MODEL_ICELAKE_SERVER = 26;

    public static final int CS = 11;
    public static final int SS = 49;
    public static final int RAX = 35;
    public static final int RBP = 36;
    public static final int RBX = 37;
    public static final int RCX = 38;
    public static final int RDI = 39;
    public static final int RDX = 40;
    public static final int RIP = 41;
    public static final int RSI = 43;
    public static final int RSP = 44;
    public static final int CR0 = 50;
    public static final int CR2 = 52;
    public static final int CR3 = 53;
    public static final int CR4 = 54;

    /** R8; R9 to R15 follow. */
    public static final int R8 = 106;

    /** XMM0, 16 bytes; XMM1 to XMM15 follow. */
    public static final int XMM0 = 122;

    /** x87 register 0 by its fixed number, 10 bytes; 1 to 7 follow. */
    public static final int FP0 = 82;

    public static final int FPSW = 31;
    public static final int GDTR = 243;
    public static final int FPCW = 246;
    public static final int FPTAG = 247;
    public static final int MSR = 248;
    public static final int MXCSR = 249;
    public static final int FS_BASE = 250;
    public static final int GS_BASE = 251;
    public static final int RFLAGS = 253;

    private X86Register() {}
}
