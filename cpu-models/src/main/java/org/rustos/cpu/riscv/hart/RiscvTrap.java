package org.rustos.cpu.riscv.hart;

/**
 * Ends an instruction without any of its effects. Each hart has one and throws it again and again:
 * what happened stands in its fields.
 */
final class RiscvTrap extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private int cause;
    private long value;

    RiscvTrap() {
        super("a trap of the guest", null, false, false);
    }

    /**
     * The same object with another content.
     *
     * @param trapCause one of {@link Cause}
     * @param trapValue for mtval
     */
    RiscvTrap with(int trapCause, long trapValue) {
        cause = trapCause;
        value = trapValue;
        return this;
    }

    int cause() {
        return cause;
    }

    long value() {
        return value;
    }
}
