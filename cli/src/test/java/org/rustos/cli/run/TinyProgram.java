package org.rustos.cli.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * A static x86-64 ELF file of a few machine instructions, well-formed until a test spoils it: so
 * that bad input needs neither a compiler nor checked-in binaries.
 */
final class TinyProgram {
    static final long CODE = 0x400000;
    static final long DATA = 0x10000000;

    /** Offsets of fields that tests spoil. */
    static final int MACHINE = 18;

    static final int ENTRY = 24;
    static final int FIRST_HEADER = 64;
    static final int HEADER_BYTES = 56;
    static final int ADDRESS_IN_HEADER = 16;
    static final int FILE_SIZE_IN_HEADER = 32;
    static final int MEMORY_SIZE_IN_HEADER = 40;

    private static final int CODE_OFFSET = 0x1000;

    private final ByteBuffer file;

    private TinyProgram(ByteBuffer file) {
        this.file = file;
    }

    /**
     * A program.
     *
     * @param hexadecimal its instructions, blanks allowed; they start at {@link #CODE} plus 0x1000
     * @param dataBytes zeroed memory to write at {@link #DATA}
     */
    static TinyProgram of(String hexadecimal, long dataBytes) {
        byte[] code = HexFormat.of().parseHex(hexadecimal.replace(" ", ""));
        ByteBuffer b = ByteBuffer.allocate(CODE_OFFSET + code.length);
        b.order(ByteOrder.LITTLE_ENDIAN);
        b.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}).position(16);
        b.putShort((short) 2).putShort((short) 62).putInt(1);
        b.putLong(CODE + CODE_OFFSET).putLong(FIRST_HEADER).putLong(0).putInt(0);
        b.putShort((short) 64).putShort((short) HEADER_BYTES).putShort((short) 2);
        b.position(FIRST_HEADER);
        load(b, 5, CODE_OFFSET, CODE + CODE_OFFSET, code.length, code.length);
        load(b, 6, 0, DATA, 0, dataBytes);
        b.position(CODE_OFFSET);
        b.put(code);
        return new TinyProgram(b);
    }

    static TinyProgram of(String hexadecimal) {
        return of(hexadecimal, 0x1000);
    }

    private static void load(
            ByteBuffer b, int flags, long offset, long address, long inFile, long inMemory) {
        b.putInt(1).putInt(flags).putLong(offset).putLong(address).putLong(address);
        b.putLong(inFile).putLong(inMemory).putLong(0x1000);
    }

    TinyProgram withShort(int offset, int value) {
        file.putShort(offset, (short) value);
        return this;
    }

    TinyProgram withLong(int offset, long value) {
        file.putLong(offset, value);
        return this;
    }

    byte[] bytes() {
        return truncated(file.capacity());
    }

    /** The file up to a length. */
    byte[] truncated(int length) {
        byte[] part = new byte[length];
        file.get(0, part);
        return part;
    }

    Path in(Path folder) {
        return write(folder, bytes());
    }

    static Path write(Path folder, byte[] content) {
        try {
            return Files.write(folder.resolve("program"), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
