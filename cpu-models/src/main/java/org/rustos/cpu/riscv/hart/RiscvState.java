package org.rustos.cpu.riscv.hart;

import org.rustos.cpu.riscv.fp.FloatStatus;

/** The registers that programs see, in the form that engines use. */
public final class RiscvState {
    public static final int USER = 0;
    public static final int SUPERVISOR = 1;
    public static final int MACHINE = 3;

    /** x0 to x31, and one more that takes what is written to x0. */
    final long[] x = new long[33];

    /** Beside x, which is the address: the rest of a capability, 0 for an integer. */
    final long[] meta = new long[32];

    /** Which registers hold a valid capability: a bit for each. */
    int tags;

    /** Which registers hold more than an integer, in meta or tag. An integer result clears it. */
    int capabilities;

    final SpecialCapabilities special = new SpecialCapabilities();

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
            integer(register);
        }
    }

    /** The upper half of a register as stored in memory; 0 for an integer. */
    public long meta(int register) {
        return meta[register];
    }

    /** Whether a register holds a valid capability. */
    public boolean tag(int register) {
        return (tags >> register & 1) != 0;
    }

    /** Writes a whole register; nothing happens to x0 and its sink. */
    public void capability(int register, long newMeta, long address, boolean tag) {
        if ((register & 31) != 0) {
            int bit = 1 << register;
            x[register] = address;
            meta[register] = newMeta;
            tags = tag ? tags | bit : tags & ~bit;
            capabilities = tag || newMeta != 0 ? capabilities | bit : capabilities & ~bit;
        }
    }

    /** After an integer result: nothing is left of the capability that was there. */
    void integer(int register) {
        if ((capabilities >>> register & 1) != 0 && register < 32) {
            capability(register, 0, x[register], false);
        }
    }

    /** PCC, DDC and those of trap handlers. */
    public SpecialCapabilities special() {
        return special;
    }

    public long f(int register) {
        return f[register];
    }

    /** Takes x1 to x31 and f0 to f31. */
    public void load(long[] integers, long[] floats) {
        System.arraycopy(integers, 1, x, 1, 31);
        System.arraycopy(floats, 0, f, 0, 32);
    }

    /** Takes the rest of the registers, PCC and DDC of a thread. */
    public void load(CapabilityRegisters from) {
        if ((capabilities | from.held) != 0) {
            System.arraycopy(from.meta, 0, meta, 0, meta.length);
        }
        tags = from.tags;
        capabilities = from.held;
        special.load(from);
    }

    /** Gives the rest of the registers, PCC and DDC. */
    public void store(CapabilityRegisters to) {
        if ((capabilities | to.held) != 0) {
            System.arraycopy(meta, 0, to.meta, 0, meta.length);
        }
        to.tags = tags;
        to.held = capabilities;
        special.store(to);
    }

    /** Gives x1 to x31 and f0 to f31. */
    public void store(long[] integers, long[] floats) {
        System.arraycopy(x, 1, integers, 1, 31);
        System.arraycopy(f, 0, floats, 0, 32);
    }

    public int privilege() {
        return privilege;
    }

    /** x0 to x31 and the sink, for translated code. */
    public long[] integers() {
        return x;
    }

    /** f0 to f31, for translated code. */
    public long[] floats() {
        return f;
    }

    /** Flags of floating point, for translated code. */
    public FloatStatus floatStatus() {
        return floatStatus;
    }

    /** More instructions took effect. */
    public void retired(long more) {
        retired += more;
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

    /** The address that the access of the last trap was to. */
    public long trapAddress() {
        return trap.address();
    }

    /** The permissions of a capability that the access of the last trap wanted. */
    public int trapWanted() {
        return trap.wanted();
    }

    /** Whether it waits for an interrupt. */
    public boolean waiting() {
        return waiting;
    }
}
