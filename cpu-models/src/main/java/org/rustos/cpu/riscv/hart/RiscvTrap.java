package org.rustos.cpu.riscv.hart;

/**
 * Ends an instruction without any of its effects. Each hart has one and throws it again and again:
 * what happened stands in its fields.
 */
public final class RiscvTrap extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private int cause;
    private long value;
    private long address;
    private int wanted;

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
        wanted = 0;
        return this;
    }

    /**
     * A check of a capability failed.
     *
     * @param violation which check, as the trap value tells it
     * @param register number of the register, special ones from 32 on
     * @param at the address of the access, which the trap value does not tell
     * @param permissions what the access wanted
     */
    RiscvTrap capability(int violation, int register, long at, int permissions) {
        cause = Cause.CHERI;
        value = violation | register << 5;
        address = at;
        wanted = permissions;
        return this;
    }

    int cause() {
        return cause;
    }

    long value() {
        return value;
    }

    /** What the access wanted of a capability, 0 for other traps. */
    int wanted() {
        return wanted;
    }

    /** The address of the access, also where the value tells something else. */
    long address() {
        return address;
    }
}
