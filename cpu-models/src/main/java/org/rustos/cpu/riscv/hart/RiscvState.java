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

    /** Takes x1 to x31 and f0 to f31. */
    public void load(long[] integers, long[] floats) {
        System.arraycopy(integers, 1, x, 1, 31);
        System.arraycopy(floats, 0, f, 0, 32);
    }

    /** Gives x1 to x31 and f0 to f31. */
    public void store(long[] integers, long[] floats) {
        System.arraycopy(x, 1, integers, 1, 31);
        System.arraycopy(f, 0, floats, 0, 32);
    }

    public int privilege() {
        return privilege;
    }

    /** Instructions that took effect since reset. */
    public long retired() {
        return retired;
    }

    /** Cause of the last trap, one of {@link Cause}. */
    public int trapCause() {
        return trap.cause();
    }

    /** What the last trap has for xtval. */
    public long trapValue() {
        return trap.value();
    }

    /** Whether it waits for an interrupt. */
    public boolean waiting() {
        return waiting;
    }
}
