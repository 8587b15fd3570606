package org.rustos.cpu.riscv;

import org.rustos.core.hart.Access;
import org.rustos.core.hart.HardwareCapability;
import org.rustos.core.hart.HartContext;
import org.rustos.core.memory.AddressSpace;
import org.rustos.cpu.riscv.cheri.CheriCap;
import org.rustos.cpu.riscv.hart.CapabilityRegisters;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The architectural registers of one user thread while no hart runs it. */
final class RiscvContext implements HartContext {
    static final int RA = 1;
    static final int SP = 2;
    static final int TP = 4;
    static final int A0 = 10;
    static final int A7 = 17;

    /** f0 to f31 and fcsr, as {@code struct __riscv_d_ext_state} has them. */
    private static final int EXTENDED_WORDS = 33;

    private static final long FCSR = 0xff;

    private static final String[] NAMES = {
        "ra", "sp", "gp", "tp", "t0", "t1", "t2", "s0", "s1", "a0", "a1", "a2", "a3", "a4", "a5",
        "a6", "a7", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10", "s11", "t3", "t4", "t5",
        "t6"
    };

    private AddressSpace space;
    final long[] x = new long[32];
    final long[] f = new long[32];
    long pc;
    int fcsr;
    final CapabilityRegisters capabilities = new CapabilityRegisters();

    RiscvContext(AddressSpace space) {
        this.space = space;
    }

    @Override
    public AddressSpace space() {
        return space;
    }

    @Override
    public void space(AddressSpace next) {
        space = next;
    }

    @Override
    public long pc() {
        return pc;
    }

    @Override
    public void pc(long value) {
        pc = value & ~1L;
    }

    @Override
    public long sp() {
        return x[SP];
    }

    @Override
    public void sp(long value) {
        integer(SP, value);
    }

    @Override
    public long threadPointer() {
        return x[TP];
    }

    @Override
    public void threadPointer(long value) {
        integer(TP, value);
    }

    @Override
    public long callNumber() {
        return x[A7];
    }

    @Override
    public long argument(int index) {
        return x[A0 + index];
    }

    @Override
    public void argument(int index, long value) {
        integer(A0 + index, value);
    }

    @Override
    public void result(long value) {
        integer(A0, value);
    }

    @Override
    public long keyRights() {
        return 0;
    }

    @Override
    public void keyRights(long value) {
        // There are no keys.
    }

    @Override
    public void confine(long from, long to) {
        capabilities.confine(from, to);
    }

    @Override
    public boolean mayAccess(long address, long bytes, Access access) {
        int permission =
                switch (access) {
                    case READ -> CheriCap.LOAD;
                    case WRITE -> CheriCap.STORE;
                    case EXECUTE -> CheriCap.EXECUTE;
                };
        return capabilities.mayAccess(address, bytes, permission);
    }

    @Override
    public int revoke(int type) {
        return capabilities.revoke(type);
    }

    @Override
    public HardwareCapability capability(int index) {
        return capabilities.show(index, index < x.length ? x[index] : 0, pc);
    }

    @Override
    public String[] registerNames() {
        return NAMES.clone();
    }

    @Override
    public long register(int index) {
        return x[index + 1];
    }

    @Override
    public void register(int index, long value) {
        integer(index + 1, value);
    }

    /** An integer leaves nothing of the capability that was in a register. */
    private void integer(int register, long value) {
        x[register] = value;
        capabilities.integer(register);
    }

    @Override
    public byte[] extendedState() {
        ByteBuffer saved =
                ByteBuffer.allocate(EXTENDED_WORDS * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (long value : f) {
            saved.putLong(value);
        }
        return saved.putLong(fcsr).array();
    }

    @Override
    public void extendedState(byte[] saved) {
        if (saved.length >= EXTENDED_WORDS * Long.BYTES) {
            ByteBuffer from = ByteBuffer.wrap(saved).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < f.length; i++) {
                f[i] = from.getLong();
            }
            fcsr = (int) (from.getLong() & FCSR);
        }
    }

    @Override
    public HartContext copy() {
        RiscvContext copy = new RiscvContext(space);
        System.arraycopy(x, 0, copy.x, 0, x.length);
        System.arraycopy(f, 0, copy.f, 0, f.length);
        copy.pc = pc;
        copy.fcsr = fcsr;
        copy.capabilities.copy(capabilities);
        return copy;
    }

    @Override
    public void reset() {
        Arrays.fill(x, 0);
        Arrays.fill(f, 0);
        pc = 0;
        fcsr = 0;
        capabilities.reset();
    }
}
