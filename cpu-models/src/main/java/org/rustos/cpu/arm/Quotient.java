package org.rustos.cpu.arm;

import org.rustos.cpu.pipeline.MicroOp;
import org.rustos.cpu.pipeline.QuotientSource;

import java.util.List;
import java.util.function.LongUnaryOperator;

/** The register that holds the quotient of a block's last division behind the block. */
record Quotient(int register) implements QuotientSource {
    /** Where a block leaves it, or null if another result took its place. */
    static Quotient of(List<MicroOp> ops) {
        long holder = 0;
        for (MicroOp op : ops) {
            if (op.kind().byQuotient()) {
                holder = op.written() & A64Registers.GENERAL;
            } else {
                holder &= ~op.written();
            }
        }
        return holder == 0 ? null : new Quotient(Long.numberOfTrailingZeros(holder));
    }

    @Override
    public int bits(LongUnaryOperator registers) {
        return QuotientSource.size(registers.applyAsLong(register));
    }
}
