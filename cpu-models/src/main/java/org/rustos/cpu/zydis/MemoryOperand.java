package org.rustos.cpu.zydis;

/**
 * One memory access of an instruction as it is encoded, explicit or implied (PUSH, CALL, MOVS).
 *
 * @param read whether it may read
 * @param write whether it may write
 * @param base bit of the base register ({@link Registers}), {@link Registers#NONE} for none
 * @param index bit of the index register, {@link Registers#NONE} for none
 * @param scale factor of the index: 1, 2, 4 or 8, 0 without one
 * @param displacement what is added; for a program-counter-relative operand the absolute address
 * @param programCounterRelative whether {@code displacement} is absolute because RIP was the base
 * @param segmented whether FS or GS adds its base
 * @param size bytes; 0 when unknown
 */
public record MemoryOperand(
        boolean read,
        boolean write,
        int base,
        int index,
        int scale,
        long displacement,
        boolean programCounterRelative,
        boolean segmented,
        int size) {
    /**
     * Returns the registers that the address needs.
     *
     * @return a mask of {@link Registers} bits
     */
    public long addressRegisters() {
        return (base >= 0 ? 1L << base : 0) | (index >= 0 ? 1L << index : 0);
    }

    /**
     * Says whether another operand names the same place by the same registers.
     *
     * @param other of another instruction; the registers must not have changed between the two
     * @return true if the address expressions are equal
     */
    public boolean sameAddress(MemoryOperand other) {
        return base == other.base
                && index == other.index
                && scale == other.scale
                && displacement == other.displacement
                && programCounterRelative == other.programCounterRelative
                && segmented == other.segmented;
    }
}
