package org.rustos.core.snapshot;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing or a given array of bytes with numbers of variable length. */
final class GraphBytes {
    private static final int SEVEN = 0x7f;
    private static final int MORE = 0x80;

    private byte[] bytes;
    private int at;

    /** Empty, to write to. */
    GraphBytes() {
        bytes = new byte[1 << 16];
    }

    /** To read from. */
    GraphBytes(byte[] given) {
        bytes = given;
    }

    byte[] written() {
        return Arrays.copyOf(bytes, at);
    }

    boolean atEnd() {
        return at == bytes.length;
    }

    void put(int value) {
        if (at == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * at);
        }
        bytes[at++] = (byte) value;
    }

    /** Small values of either sign are short. */
    void putLong(long value) {
        long rest = value << 1 ^ value >> 63;
        while (rest >>> 7 != 0) {
            put((int) rest & SEVEN | MORE);
            rest >>>= 7;
        }
        put((int) rest);
    }

    void putString(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_16LE);
        putLong(encoded.length);
        for (byte b : encoded) {
            put(b);
        }
    }

    int get() throws SnapshotException {
        if (at == bytes.length) {
            throw new SnapshotException("it ends too early");
        }
        return bytes[at++];
    }

    long getLong() throws SnapshotException {
        long rest = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int next = get();
            rest |= (long) (next & SEVEN) << shift;
            if ((next & MORE) == 0) {
                return rest >>> 1 ^ -(rest & 1);
            }
        }
        throw new SnapshotException("a number in it never ends");
    }

    /**
     * A number in a range.
     *
     * @param most inclusive
     */
    int getInt(int least, int most) throws SnapshotException {
        long value = getLong();
        if (value < least || value > most) {
            throw new SnapshotException("a number in it is out of range");
        }
        return (int) value;
    }

    /** A number of things, each of which takes at least one byte. */
    int getCount() throws SnapshotException {
        return getInt(0, bytes.length - at);
    }

    String getString() throws SnapshotException {
        int length = getCount();
        String text = new String(bytes, at, length, StandardCharsets.UTF_16LE);
        at += length;
        return text;
    }
}
