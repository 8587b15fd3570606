package org.rustos.channels.ebpf;

import org.rustos.core.hart.HartContext;
import org.rustos.kernel.linux.LinuxAbi;
import org.rustos.kernel.process.UserThread;

/** What a filter sees of a call: numbers from registers; it cannot follow pointers. */
record CallContext(long number, int architecture, long pc, long[] arguments) {
    private static final int ARGUMENTS = 6;

    static CallContext of(LinuxAbi abi, UserThread thread, long number) {
        HartContext registers = thread.context();
        long[] arguments = new long[ARGUMENTS];
        for (int i = 0; i < ARGUMENTS; i++) {
            arguments[i] = registers.argument(i);
        }
        // AUDIT_ARCH of Linux: the machine number of ELF, 64 bits, little endian.
        int architecture =
                0xc000_0000
                        | switch (abi.isa()) {
                            case X86_64 -> 62;
                            case AARCH64 -> 183;
                            case RISCV64 -> 243;
                        };
        return new CallContext(number, architecture, registers.pc(), arguments);
    }
}
