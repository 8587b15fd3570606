package org.rustos.cpu.unicorn;

/**
 * Unicorn's numbers of AArch64 registers and CPU models ({@code arm64.h}, unchanged since 2.0), so
 * that no bare number stands elsewhere.
 */
public final class ArmRegister {
    /** {@code UC_CPU_ARM64_MAX}: the only model with pointer authentication. */
    public static final int MODEL_MAX = 3;

    /** X29, the frame pointer. */
    public static final int X29 = 1;

    /** X30, the link register. */
    public static final int X30 = 2;

    /** The stack pointer of the current exception level. */
    public static final int SP = 4;

    /** Q0, 16 bytes; Q1 to Q31 follow. */
    public static final int Q0 = 104;

    /** X0; X1 to X28 follow. */
    public static final int X0 = 199;

    public static final int PC = 260;
    public static final int TPIDR_EL0 = 262;
    public static final int PSTATE = 265;

    /** Any system register, by a struct that holds its encoding. */
    public static final int CP_REG = 290;

    public static final int FPCR = 291;
    public static final int FPSR = 292;

    private ArmRegister() {}
}
