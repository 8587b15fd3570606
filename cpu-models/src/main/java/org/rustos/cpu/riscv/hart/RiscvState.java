package org.rustos.cpu.riscv.hart;

import org.rustos.cpu.riscv.fp.FloatStatus;

/** The registers that programs see, in the form that engines use. */
public final class RiscvState {
    public static final int USER = 0;
    public static final int SUPERVISOR = 1;
    public static final int MACHINE = 3;

    /** x0 to x31, and one more that takes what is written to x0. */
    final long[] x = new long[33];

    /** f0 to f31; singles are NaN-boxed. */
    final long[] f = new long[32];

    final FloatStatus floatStatus = new FloatStatus();
    final RiscvTrap trap = new RiscvTrap();
    int privilege = MACHINE;
    long pc;

    /** Instructions that took effect. */
    long retired;

    /** Physical address of the reservation of LR, or -1. */
    long reservation = -1;

    /** Waits for an interrupt (WFI). */
    boolean waiting;

    public long pc() {
        return pc;
    }

    public void pc(long address) {
        pc = address;
    }

    public long x(int register) {
        return x[register];
    }

    public void x(int register, long value) {
        if (register != 0) {
            x[register] = value;
        }
    }

    public long f(int register) {
        return f[register];
    }

    public int privilege() {
        return privilege;
    }

    /** Instructions that took effect since reset. */
    public long retired() {
        return retired;
    }

    /** Whether it waits for an interrupt. */
    public boolean waiting() {
        return waiting;
    }
}
