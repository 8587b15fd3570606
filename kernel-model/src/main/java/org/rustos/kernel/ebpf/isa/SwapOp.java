package org.rustos.kernel.ebpf.isa;

/** The byte orders that a register can be converted to; the width stands in the immediate. */
public enum SwapOp implements Operation {
    TO_LITTLE("le"),
    TO_BIG("be"),
    SWAP("bswap");

    private final String symbol;

    SwapOp(String symbol) {
        this.symbol = symbol;
    }

    public String symbol() {
        return symbol;
    }

    /** The low bits, converted; the rest of the register becomes zero. */
    public long apply(long value, int bits) {
        boolean swaps = this != TO_LITTLE;
        return switch (bits) {
            case 16 -> (swaps ? Short.reverseBytes((short) value) : value) & 0xffffL;
            case 32 -> (swaps ? Integer.reverseBytes((int) value) : value) & 0xffff_ffffL;
            default -> swaps ? Long.reverseBytes(value) : value;
        };
    }
}
