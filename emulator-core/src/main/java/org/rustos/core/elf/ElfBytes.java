package org.rustos.core.elf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes of a file that nobody has checked yet: every read names what it was for when it fails.
 */
public final class ElfBytes {
    private final byte[] bytes;
    private final ByteBuffer view;

    public ElfBytes(byte[] bytes) {
        this.bytes = bytes;
        this.view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    public long size() {
        return bytes.length;
    }

    /**
     * Checks that a range lies in the file.
     *
     * @param offset unsigned 64-bit offset
     * @param length unsigned 64-bit length
     */
    public void require(long offset, long length, String what) throws ElfException {
        if (offset < 0 || length < 0 || offset > bytes.length || length > bytes.length - offset) {
            throw new ElfException(what + " ends beyond the end of the file (truncated?)");
        }
    }

    public int u8(long offset, String what) throws ElfException {
        require(offset, 1, what);
        return bytes[(int) offset] & 0xff;
    }

    public int u16(long offset, String what) throws ElfException {
        require(offset, 2, what);
        return view.getShort((int) offset) & 0xffff;
    }

    public long u32(long offset, String what) throws ElfException {
        require(offset, 4, what);
        return view.getInt((int) offset) & 0xffff_ffffL;
    }

    public long u64(long offset, String what) throws ElfException {
        require(offset, 8, what);
        return view.getLong((int) offset);
    }

    public byte[] slice(long offset, long length, String what) throws ElfException {
        require(offset, length, what);
        return Arrays.copyOfRange(bytes, (int) offset, (int) (offset + length));
    }

    /** A NUL-terminated string that must end before {@code limit}. */
    public String string(long offset, long limit, String what) throws ElfException {
        require(offset, 0, what);
        long end = offset;
        while (end < limit && end < bytes.length && bytes[(int) end] != 0) {
            end++;
        }
        if (end >= limit || end >= bytes.length) {
            throw new ElfException(what + " has no end");
        }
        return new String(bytes, (int) offset, (int) (end - offset), StandardCharsets.ISO_8859_1);
    }

    /** Like {@link #string}, but cut to {@code max} characters. */
    public String prefix(long offset, long limit, int max, String what) throws ElfException {
        require(offset, 0, what);
        long end = offset;
        long cut = offset + max;
        while (end < limit && end < cut && end < bytes.length && bytes[(int) end] != 0) {
            end++;
        }
        if (end != cut && (end >= limit || end >= bytes.length)) {
            throw new ElfException(what + " has no end");
        }
        return new String(bytes, (int) offset, (int) (end - offset), StandardCharsets.ISO_8859_1);
    }
}
