package org.rustos.kernel.ipc;

import org.rustos.core.hart.HartContext;

/**
 * Where an instruction set carries a message: the kernel does not know which ISA runs. Handle and
 * {@link MessageInfo} stand in the first two arguments of a system call, the answer (info or errno)
 * in its result, the badge in the second argument.
 */
public interface MessageRegisters {
    /** Words of a message that travel in registers. */
    int WORDS = 8;

    long word(HartContext registers, int index);

    void word(HartContext registers, int index, long value);

    /** How long to wait at most, where the info says so. */
    long timeoutNanos(HartContext registers);
}
