package org.rustos.core.elf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Builds small ELF files, good unless a test says otherwise. */
final class ElfFixture {
    static final int TABLE = 64;

    int type = 2;
    int machine = 62;
    long entry = 0x40_1000;
    private final List<long[]> headers = new ArrayList<>();
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();

    /** Two segments, a note, 0x100 bytes of code at 0x401000 and 0x20 bytes of data with a bss. */
    static ElfFixture good() {
        ElfFixture elf = new ElfFixture();
        elf.header(1, 5, 0x1000, 0x40_1000, 0x100, 0x100, 0x1000);
        elf.header(1, 6, 0x1100, 0x40_2100, 0x20, 0x3000, 0x1000);
        byte[] note = note("RustOS\0", 1, mechanism(3, "syscall\0"), 4);
        elf.header(4, 4, 0x1200, 0x40_1200, note.length, note.length, 4);
        elf.content.writeBytes(new byte[0x200]);
        elf.content.writeBytes(note);
        return elf;
    }

    void header(long... fields) {
        headers.add(fields);
    }

    void content(byte[] bytes) {
        content.writeBytes(bytes);
    }

    static byte[] mechanism(int abi, String name) {
        byte[] text = name.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(4 + text.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(abi)
                .put(text)
                .array();
    }

    static byte[] note(String name, int type, byte[] content, int align) {
        byte[] text = name.getBytes(StandardCharsets.US_ASCII);
        int at = (12 + text.length + align - 1) & -align;
        ByteBuffer note =
                ByteBuffer.allocate((at + content.length + align - 1) & -align)
                        .order(ByteOrder.LITTLE_ENDIAN);
        note.putInt(text.length).putInt(content.length).putInt(type).put(text);
        note.position(at);
        note.put(content);
        return note.array();
    }

    /** The file: header, program headers, and from 0x1000 on the content. */
    byte[] bytes() {
        ByteBuffer out =
                ByteBuffer.allocate(0x1000 + content.size()).order(ByteOrder.LITTLE_ENDIAN);
        out.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0}).position(16);
        out.putShort((short) type).putShort((short) machine).putInt(1).putLong(entry);
        out.putLong(TABLE).putLong(0).putInt(0);
        out.putShort((short) 64).putShort((short) 56).putShort((short) headers.size());
        out.putShort((short) 64).putShort((short) 0).putShort((short) 0);
        for (long[] h : headers) {
            out.putInt((int) h[0]).putInt((int) h[1]).putLong(h[2]).putLong(h[3]).putLong(h[3]);
            out.putLong(h[4]).putLong(h[5]).putLong(h[6]);
        }
        out.position(0x1000);
        out.put(content.toByteArray());
        return out.array();
    }
}
