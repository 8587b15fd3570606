package org.rustos.cpu.pipeline;

import java.util.function.LongUnaryOperator;

/** Says before a block runs which access of it silicon would refuse, where an engine does not. */
public interface EntryCheck {
    /**
     * Offset of the first instruction that is to be refused, or a negative number.
     *
     * @param registers reads a general register by its number
     */
    int misaligned(LongUnaryOperator registers);
}
