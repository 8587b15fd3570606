package org.rustos.channels.testing;

import org.rustos.core.hart.Access;
import org.rustos.core.hart.HartContext;
import org.rustos.core.hart.PointerKeys;
import org.rustos.core.memory.AddressSpace;

/** The registers of a Java guest. */
final class FakeContext implements HartContext {
    private final long[] arguments = new long[6];
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
        return new String[0];
    }

    @Override
    public long register(int index) {
        return 0;
    }

    @Override
    public void register(int index, long value) {}

    @Override
    public HartContext copy() {
        throw new UnsupportedOperationException("guests of tests do not clone");
    }

    @Override
    public void reset() {}
}
