package org.rustos.cpu.pipeline;

import java.util.function.LongUnaryOperator;

/**
 * Finds how large the quotient of a block's last division was when the block has ended, because the
 * divider's time goes by it and registers can be read only between blocks.
 */
public interface QuotientSource {
    /** The size cannot be seen. */
    int UNSEEN = -1;

    /**
     * Bits of the quotient, at most {@link Pipeline#WIDE_DIVIDEND}, or {@link #UNSEEN}.
     *
     * @param registers reads a general register by its number
     */
    int bits(LongUnaryOperator registers);

    /** Bits of a signed quotient, without its sign. */
    static int size(long quotient) {
        return Long.SIZE - Long.numberOfLeadingZeros(quotient ^ quotient >> 63);
    }
}
