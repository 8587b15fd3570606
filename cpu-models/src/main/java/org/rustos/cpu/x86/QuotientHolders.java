package org.rustos.cpu.x86;

import org.rustos.cpu.pipeline.Pipeline;
import org.rustos.cpu.pipeline.QuotientSource;
import org.rustos.cpu.zydis.Instruction;

import java.util.List;
import java.util.function.LongUnaryOperator;

/**
 * Finds where the quotient of a block's last division is when the block ends, because the divider's
 * time goes by the size of the quotient and registers can be read only between blocks.
 */
final class QuotientHolders implements QuotientSource {
    private static final long RAX = 1;
    private static final long RDX = 1 << 2;
    private static final long GENERAL = 0xffff;
    private static final int REMAINDER = 2;

    /** General registers that hold it, as bits. */
    private final int holders;

    /**
     * Whether the dividend's high half was not cleared in the block and the remainder is still in
     * RDX: then a remainder other than 0 says that the divisions before had a wide dividend.
     */
    private final boolean remainderKnown;

    private QuotientHolders(int holders, boolean remainderKnown) {
        this.holders = holders;
        this.remainderKnown = remainderKnown;
    }

    /** Where a block leaves it. */
    static QuotientHolders of(List<Instruction> code) {
        long quotient = 0;
        boolean wide = false;
        boolean highCleared = false;
        for (Instruction i : code) {
            long written = i.registersWritten() & GENERAL;
            if (divides(i)) {
                quotient = RAX;
                wide = !highCleared;
                highCleared = false;
                continue;
            }
            boolean copies =
                    i.mnemonic().equals("mov")
                            && i.memory().isEmpty()
                            && (i.registersRead() & quotient) != 0;
            quotient = copies ? quotient | written : quotient & ~written;
            wide &= (written & RDX) == 0;
            if ((written & RDX) != 0) {
                highCleared = i.zeroing() || extendsSign(i);
            }
        }
        return new QuotientHolders((int) quotient, wide);
    }

    @Override
    public int bits(LongUnaryOperator registers) {
        if (remainderKnown && registers.applyAsLong(REMAINDER) != 0) {
            return Pipeline.WIDE_DIVIDEND;
        }
        if (holders == 0) {
            return UNSEEN;
        }
        return QuotientSource.size(registers.applyAsLong(Integer.numberOfTrailingZeros(holders)));
    }

    static boolean divides(Instruction i) {
        return i.mnemonic().equals("div") || i.mnemonic().equals("idiv");
    }

    private static boolean extendsSign(Instruction i) {
        return i.mnemonic().equals("cqo") || i.mnemonic().equals("cdq");
    }
}
