package org.rustos.cpu.arm;

import org.rustos.cpu.unicorn.ArmRegister;
import org.rustos.cpu.unicorn.ArmSystemRegister;
import org.rustos.cpu.unicorn.UnicornEngine;

/**
 * Brings a fresh engine to EL0 with translation on, once and for all; afterwards traps stop the
 * engine instead of entering a kernel, and the level stays 0. Fields are those of the Arm ARM (DDI
 * 0487, D19.2).
 */
final class UserMode {
    // RW: EL1 is AArch64. API, APK: pointer authentication is not trapped to EL2.
    private static final long HCR = 1L << 31 | 1L << 40 | 1L << 41;
    // NS, RW, APK, API.
    private static final long SCR = 1 | 1 << 10 | 1 << 16 | 1 << 17;
    // Attribute 0: write-back, allocating.
    private static final long MAIR = 0xff;
    // 48 bits by TTBR0, nothing by TTBR1 (EPD1), cached inner-shareable walks, 48-bit physical
    // addresses, 16-bit ASIDs. No tags in pointers: their upper bits belong to signatures.
    private static final long TCR =
            16 | 1 << 8 | 1 << 10 | 3 << 12 | 16 << 16 | 1 << 23 | 5L << 32 | 1L << 36;
    // FP and SIMD are not trapped.
    private static final long CPACR = 3 << 20;
    // Timers and counters trap.
    private static final long CNTKCTL = 0;
    // M, C, I, DZE, UCT, nTWE, SPAN, UCI; EnIA, EnIB, EnDA, EnDB; BT0 as Linux sets it. WFI traps.
    private static final long SCTLR =
            1 | 1 << 2 | 1 << 12 | 1 << 14 | 1 << 15 | 1 << 18 | 1 << 23 | 1 << 26 | 1L << 31
                    | 1 << 30 | 1 << 27 | 1 << 13 | 1L << 35;
    private static final long EL0 = 0;

    private UserMode() {}

    /** Enters user mode. */
    static void enter(UnicornEngine engine) {
        // First of all: keys and SCTLR depend on these two, and the engine aborts otherwise.
        engine.writeSystem(ArmSystemRegister.HCR_EL2, HCR);
        engine.writeSystem(ArmSystemRegister.SCR_EL3, SCR);
        engine.writeSystem(ArmSystemRegister.MAIR_EL1, MAIR);
        engine.writeSystem(ArmSystemRegister.TCR_EL1, TCR);
        engine.writeSystem(ArmSystemRegister.CPACR_EL1, CPACR);
        engine.writeSystem(ArmSystemRegister.CNTKCTL_EL1, CNTKCTL);
        engine.writeSystem(ArmSystemRegister.SCTLR_EL1, SCTLR);
        engine.write(ArmRegister.PSTATE, EL0);
        // Only writing a system register makes the engine see the level.
        engine.writeSystem(ArmSystemRegister.SCTLR_EL1, SCTLR);
        engine.flushTlb();
    }
}
