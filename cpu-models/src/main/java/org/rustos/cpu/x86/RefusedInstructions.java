package org.rustos.cpu.x86;

import org.rustos.cpu.zydis.Instruction;

import java.util.Set;

/**
 * Instructions that the decoder knows and the engine must not run: it would take random numbers of
 * the host, or execute the AVX form of an instruction as the SSE form, with other results.
 */
final class RefusedInstructions {
    private static final Set<String> HOST_DEPENDENT = Set.of("rdrand", "rdseed", "rdpid");
    private static final Set<String> AVX_WITHOUT_VECTOR =
            Set.of("vzeroupper", "vzeroall", "vldmxcsr", "vstmxcsr");

    private RefusedInstructions() {}

    static boolean contains(Instruction instruction) {
        return HOST_DEPENDENT.contains(instruction.mnemonic()) || avx(instruction);
    }

    /** VEX and EVEX forms all begin with v; mask registers come with them. */
    private static boolean avx(Instruction instruction) {
        return instruction.widestVectorBits() != 0 && instruction.mnemonic().startsWith("v")
                || AVX_WITHOUT_VECTOR.contains(instruction.mnemonic())
                || instruction.category().equals("KMASK");
    }

    /** Why, and what to do about it, in one line. */
    static String reason(Instruction instruction) {
        if (avx(instruction)) {
            return instruction.mnemonic()
                    + " is AVX, which the model has not: compile for x86-64-v2"
                    + " (-march=x86-64-v2), or choose by CPUID";
        }
        return instruction.mnemonic()
                + " has no deterministic result: use getrandom, or choose by CPUID";
    }
}
