package org.rustos.channels.testing;

import org.rustos.core.hart.Access;
import org.rustos.core.hart.HartContext;
import org.rustos.core.hart.PointerKeys;
import org.rustos.core.memory.AddressSpace;

/**
 * The registers of a Java guest: those of a system call, and what messages need of every
 * instruction set.
 */
final class FakeContext implements HartContext {
    private static final String[] NAMES = {
        "rbx", "r12", "r13", "r14", "r15", "x6", "x7", "x9", "x10", "x11", "a6", "t3", "t4", "t5",
        "t6"
    };

    private final long[] arguments = new long[6];
    private final long[] named = new long[NAMES.length];
    private AddressSpace space;
    private long pc;
    private long sp;
    private long threadPointer;
    private long callNumber;
    private long keyRights;
    private long lowest;
    private long end = Long.MAX_VALUE;
    private PointerKeys pointerKeys = PointerKeys.ZERO;
    long result;
    FakeGuest guest;

    /** The instruction that a fault interrupted, to be tried again. */
    FakeGuest.Instruction retry;

    FakeContext(AddressSpace space) {
        this.space = space;
    }

    void call(long number, long[] given) {
        callNumber = number;
        java.util.Arrays.fill(arguments, 0);
        System.arraycopy(given, 0, arguments, 0, given.length);
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
        pc = value;
    }

    @Override
    public long sp() {
        return sp;
    }

    @Override
    public void sp(long value) {
        sp = value;
    }

    @Override
    public long threadPointer() {
        return threadPointer;
    }

    @Override
    public void threadPointer(long value) {
        threadPointer = value;
    }

    @Override
    public long callNumber() {
        return callNumber;
    }

    @Override
    public long argument(int index) {
        return arguments[index];
    }

    @Override
    public void argument(int index, long value) {
        arguments[index] = value;
    }

    @Override
    public void result(long value) {
        result = value;
    }

    @Override
    public long keyRights() {
        return keyRights;
    }

    @Override
    public void keyRights(long value) {
        keyRights = value;
    }

    @Override
    public void confine(long from, long to) {
        lowest = from;
        end = to;
    }

    @Override
    public boolean mayAccess(long address, long bytes, Access access) {
        return address >= lowest && address <= end - bytes;
    }

    @Override
    public PointerKeys pointerKeys() {
        return pointerKeys;
    }

    @Override
    public void pointerKeys(PointerKeys keys) {
        pointerKeys = keys;
    }

    @Override
    public String[] registerNames() {
        return NAMES.clone();
    }

    @Override
    public long register(int index) {
        return named[index];
    }

    @Override
    public void register(int index, long value) {
        named[index] = value;
    }

    @Override
    public HartContext copy() {
        throw new UnsupportedOperationException("guests of tests do not clone");
    }

    @Override
    public void reset() {}
}
