package org.rustos.cpu.riscv.hart;

/**
 * Ends an instruction without any of its effects. Each hart has one and throws it again and again:
 * what happened stands in its fields.
 */
final class RiscvTrap extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private int cause;
    private long value;
    private long address;

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
        address = trapValue;
        return this;
    }

    /**
     * A check of a capability failed.
     *
     * @param violation which check, as the trap value tells it
     * @param register number of the register, special ones from 32 on
     * @param at the address of the access, which the trap value does not tell
     */
    RiscvTrap capability(int violation, int register, long at) {
        cause = Cause.CHERI;
        value = violation | register << 5;
        address = at;
        return this;
    }

    int cause() {
        return cause;
    }

    long value() {
        return value;
    }

    /** The address of the access, also where the value tells something else. */
    long address() {
        return address;
    }
}
