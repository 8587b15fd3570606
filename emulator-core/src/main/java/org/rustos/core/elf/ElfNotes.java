package org.rustos.core.elf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Finds the RustOS note among the notes of a segment. */
final class ElfNotes {
    private static final String NAME = "RustOS";
    private static final long TYPE = 1;
    private static final int NOTE_HEADER = 12;
    private static final int MECHANISM_MAX = 64;

    private ElfNotes() {}

    /**
     * Our note, or null.
     *
     * @param align the segment's alignment; 8 aligns names and contents to 8 bytes, anything else
     *     to 4
     */
    static ElfImage.RustosNote find(ElfBytes file, long offset, long length, long align)
            throws ElfException {
        file.require(offset, length, "note segment");
        long unit = align == 8 ? 8 : 4;
        long at = offset;
        long end = offset + length;
        while (end - at >= NOTE_HEADER) {
            long nameSize = file.u32(at, "note");
            long contentSize = file.u32(at + 4, "note");
            long type = file.u32(at + 8, "note");
            long name = at + NOTE_HEADER;
            long content = offset + roundUp(name + nameSize - offset, unit);
            if (nameSize > end - name || content > end || contentSize > end - content) {
                throw new ElfException("a note ends beyond its segment");
            }
            if (type == TYPE && isOurs(file, name, nameSize)) {
                return parse(file, content, contentSize);
            }
            at = offset + roundUp(content + contentSize - offset, unit);
        }
        return null;
    }

    private static boolean isOurs(ElfBytes file, long name, long size) throws ElfException {
        byte[] expected = (NAME + "\0").getBytes(StandardCharsets.US_ASCII);
        return size == expected.length
                && Arrays.equals(file.slice(name, size, "note name"), expected);
    }

    private static ElfImage.RustosNote parse(ElfBytes file, long content, long size)
            throws ElfException {
        if (size < 5) {
            throw new ElfException("the RustOS note is too short");
        }
        long abi = file.u32(content, "RustOS note");
        if (abi > Integer.MAX_VALUE) {
            throw new ElfException("the RustOS note names an impossible ABI version");
        }
        String mechanism =
                file.string(
                        content + 4, content + Math.min(size, 4 + MECHANISM_MAX), "RustOS note");
        if (!mechanism.matches("[a-z][a-z0-9-]*")) {
            throw new ElfException("the RustOS note names no mechanism id");
        }
        return new ElfImage.RustosNote(mechanism, (int) abi);
    }

    private static long roundUp(long value, long unit) {
        return (value + unit - 1) & -unit;
    }
}
