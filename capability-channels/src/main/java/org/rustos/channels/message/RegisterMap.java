package org.rustos.channels.message;

import org.rustos.core.cpu.Isa;
import org.rustos.core.hart.HartContext;
import org.rustos.kernel.ipc.MessageRegisters;

import java.util.Arrays;
import java.util.List;

/**
 * Which registers carry a message: words 0 to 3 are arguments 2 to 5 of a system call, the rest are
 * those that its instruction leaves alone and compilers keep free.
 */
final class RegisterMap implements MessageRegisters {
    private static final int IN_ARGUMENTS = 4;
    private static final int FIRST_ARGUMENT = 2;

    private final int[] words;
    private final int timeout;

    private RegisterMap(int[] words, int timeout) {
        this.words = words;
        this.timeout = timeout;
    }

    /**
     * The map of an instruction set.
     *
     * @param sample any thread's registers
     */
    static RegisterMap of(Isa isa, HartContext sample) {
        return switch (isa) {
            case X86_64 -> named(sample, "rbx", "r12", "r13", "r14", "r15");
            case AARCH64 -> named(sample, "x11", "x6", "x7", "x9", "x10");
            case RISCV64 -> named(sample, "t6", "a6", "t3", "t4", "t5");
        };
    }

    private static RegisterMap named(HartContext sample, String timeout, String... words) {
        List<String> names = Arrays.asList(sample.registerNames());
        return new RegisterMap(
                Arrays.stream(words).mapToInt(names::indexOf).toArray(), names.indexOf(timeout));
    }

    @Override
    public long word(HartContext registers, int index) {
        return index < IN_ARGUMENTS
                ? registers.argument(FIRST_ARGUMENT + index)
                : registers.register(words[index - IN_ARGUMENTS]);
    }

    @Override
    public void word(HartContext registers, int index, long value) {
        if (index < IN_ARGUMENTS) {
            registers.argument(FIRST_ARGUMENT + index, value);
        } else {
            registers.register(words[index - IN_ARGUMENTS], value);
        }
    }

    @Override
    public long timeoutNanos(HartContext registers) {
        return registers.register(timeout);
    }
}
