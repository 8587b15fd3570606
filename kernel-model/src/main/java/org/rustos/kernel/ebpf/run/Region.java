package org.rustos.kernel.ebpf.run;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A stretch of memory that a program may reach. It never touches what lies outside: an access that
 * does is answered by false from {@link #allows}.
 */
public class Region {
    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    private final int stride;
    private final int object;
    private final boolean writable;

    /** One object. */
    public Region(byte[] bytes, boolean writable) {
        this(bytes, Math.max(1, bytes.length), bytes.length, writable);
    }

    /**
     * Many objects of one size.
     *
     * @param stride distance between their beginnings
     * @param object bytes of each; no access reaches from one into the next
     */
    public Region(byte[] bytes, int stride, int object, boolean writable) {
        this.bytes = bytes;
        this.stride = stride;
        this.object = object;
        this.writable = writable;
    }

    public final byte[] bytes() {
        return bytes;
    }

    /** Whether an access lies in one object. */
    public boolean allows(long offset, int size, boolean write) {
        return (writable || !write)
                && offset >= 0
                && offset + size <= bytes.length
                && offset % stride + size <= object;
    }

    /** Reads, zero-extended; only what is allowed. */
    public long load(int offset, int size) {
        return switch (size) {
            case 1 -> bytes[offset] & 0xffL;
            case 2 -> (short) SHORT.get(bytes, offset) & 0xffffL;
            case 4 -> (int) INT.get(bytes, offset) & 0xffff_ffffL;
            default -> (long) LONG.get(bytes, offset);
        };
    }

    /** Writes the low bytes; only what is allowed. */
    public void store(int offset, int size, long value) {
        switch (size) {
            case 1 -> bytes[offset] = (byte) value;
            case 2 -> SHORT.set(bytes, offset, (short) value);
            case 4 -> INT.set(bytes, offset, (int) value);
            default -> LONG.set(bytes, offset, value);
        }
    }
}
