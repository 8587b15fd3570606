package org.rustos.cpu.riscv.fp;

/**
 * The flags that arithmetic raises, so that a result is one long and nothing is allocated. Bits are
 * those of fflags (RISC-V Unprivileged ISA, section 20.2).
 */
public final class FloatStatus {
    public static final int INEXACT = 1;
    public static final int UNDERFLOW = 2;
    public static final int OVERFLOW = 4;
    public static final int DIVIDE_BY_ZERO = 8;
    public static final int INVALID = 16;

    private int flags;

    /** Sets flags; they stay until {@link #flags(int)}. */
    public void raise(int more) {
        flags |= more;
    }

    /**
     * Whether a result was rounded already: until the flags are cleared, asking again is no use.
     */
    public boolean inexact() {
        return (flags & INEXACT) != 0;
    }

    public int flags() {
        return flags;
    }

    public void flags(int all) {
        flags = all & 31;
    }
}
