package org.rustos.kernel.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A structure of an ABI while the kernel fills or reads it; little-endian. */
final class Struct {
    private final byte[] bytes;
    private final ByteBuffer view;
    private final LinuxAbi.Layout layout;

    Struct(int size) {
        this(size, null);
    }

    Struct(LinuxAbi.Layout layout) {
        this(layout.size(), layout);
    }

    private Struct(int size, LinuxAbi.Layout layout) {
        this.bytes = new byte[size];
        this.view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        this.layout = layout;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Sets a field of the layout by name. */
    Struct set(String field, long value) {
        LinuxAbi.Field f = layout.fields().get(field);
        switch (f.bytes()) {
            case 4 -> view.putInt(f.offset(), (int) value);
            case 8 -> view.putLong(f.offset(), value);
            default -> throw new IllegalArgumentException(field + ": " + f.bytes() + " bytes");
        }
        return this;
    }

    /** A field of the layout by name; 0 where the ISA has none of that name. */
    long get(String field) {
        LinuxAbi.Field f = layout.fields().get(field);
        return f == null ? 0 : f.bytes() == 4 ? u32(f.offset()) : u64(f.offset());
    }

    /** Sets a field that only some ISAs have. */
    Struct setWhereKnown(String field, long value) {
        return layout.fields().containsKey(field) ? set(field, value) : this;
    }

    Struct u8(int offset, int value) {
        bytes[offset] = (byte) value;
        return this;
    }

    Struct u16(int offset, int value) {
        view.putShort(offset, (short) value);
        return this;
    }

    Struct u32(int offset, long value) {
        view.putInt(offset, (int) value);
        return this;
    }

    Struct u64(int offset, long value) {
        view.putLong(offset, value);
        return this;
    }

    /** A text of one byte a char; the rest stays zero. */
    Struct text(int offset, String value) {
        byte[] text = value.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(text, 0, bytes, offset, text.length);
        return this;
    }

    int u16(int offset) {
        return view.getShort(offset) & 0xffff;
    }

    int s32(int offset) {
        return view.getInt(offset);
    }

    long u32(int offset) {
        return view.getInt(offset) & 0xffff_ffffL;
    }

    long u64(int offset) {
        return view.getLong(offset);
    }
}
