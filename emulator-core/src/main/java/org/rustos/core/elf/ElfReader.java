package org.rustos.core.elf;

import org.rustos.core.cpu.Isa;
import org.rustos.core.elf.ElfImage.Segment;

import java.util.ArrayList;
import java.util.List;

/**
 * Turns the bytes of a file into an image that loaders may believe: whatever is wrong with it is
 * found here and named in one line.
 *
 * <p>Source: System V gABI, chapters 4 and 5, ELF64 little-endian.
 */
public final class ElfReader {
    private static final int HEADER_SIZE = 64;
    private static final int PROGRAM_HEADER_SIZE = 56;
    private static final int ET_EXEC = 2;
    private static final int ET_DYN = 3;
    private static final long PT_LOAD = 1;
    private static final long PT_INTERP = 3;
    private static final long PT_NOTE = 4;
    private static final long PT_PHDR = 6;
    private static final long PT_TLS = 7;
    private static final int PF_X = 1;
    private static final int PF_W = 2;
    private static final int PF_R = 4;
    private static final int PATH_MAX = 4096;

    /** More than any guest has; a larger image is a damaged one. */
    private static final long MAX_MEMORY = 1L << 34;

    private final ElfBytes file;
    private final List<Segment> segments = new ArrayList<>();
    private long bytesLoaded;
    private long programHeaders;
    private boolean phdrSeen;
    private String interpreter;
    private boolean tls;
    private ElfImage.RustosNote note;

    private ElfReader(byte[] bytes) {
        this.file = new ElfBytes(bytes);
    }

    /**
     * Reads and checks an executable.
     *
     * @throws ElfException with the reason in one line, if it cannot be loaded
     */
    public static ElfImage read(byte[] bytes) throws ElfException {
        return new ElfReader(bytes).image();
    }

    private ElfImage image() throws ElfException {
        Isa isa = identify();
        int type = file.u16(16, "ELF header");
        if (type != ET_EXEC && type != ET_DYN) {
            throw new ElfException("not an executable (ELF type " + type + ")");
        }
        long entry = file.u64(24, "ELF header");
        long offset = file.u64(32, "ELF header");
        int count = file.u16(56, "ELF header");
        if (count == 0 || count == 0xffff) {
            throw new ElfException("no usable program headers (count " + count + ")");
        }
        int entrySize = file.u16(54, "ELF header");
        if (entrySize != PROGRAM_HEADER_SIZE) {
            throw new ElfException("program headers of " + entrySize + " bytes instead of 56");
        }
        file.require(offset, (long) count * PROGRAM_HEADER_SIZE, "program header table");
        for (int i = 0; i < count; i++) {
            programHeader(isa, i, offset + (long) i * PROGRAM_HEADER_SIZE, offset, count);
        }
        checkSegments(entry);
        ElfSections sections = ElfSections.read(file);
        return new ElfImage(
                isa,
                type == ET_DYN,
                entry,
                programHeaders,
                count,
                List.copyOf(segments),
                interpreter,
                tls,
                sections.symbols(),
                sections.sections(),
                note);
    }

    private Isa identify() throws ElfException {
        if (file.size() < 4 || file.u32(0, "magic") != 0x464c457fL) {
            throw new ElfException("not an ELF file");
        }
        file.require(0, HEADER_SIZE, "ELF header");
        if (file.u8(4, "ELF header") != 2) {
            throw new ElfException("not a 64-bit ELF file");
        }
        if (file.u8(5, "ELF header") != 1) {
            throw new ElfException("not a little-endian ELF file");
        }
        if (file.u8(6, "ELF header") != 1 || file.u32(20, "ELF header") != 1) {
            throw new ElfException("unknown ELF version");
        }
        int machine = file.u16(18, "ELF header");
        Isa isa = Isa.ofElf(machine);
        if (isa == null) {
            throw new ElfException(
                    "wrong machine type " + machine + "; known are x86-64, AArch64 and RISC-V");
        }
        return isa;
    }

    private void programHeader(Isa isa, int index, long at, long tableOffset, int count)
            throws ElfException {
        String what = "program header " + index;
        long type = file.u32(at, what);
        long flags = file.u32(at + 4, what);
        long offset = file.u64(at + 8, what);
        long address = file.u64(at + 16, what);
        long fileSize = file.u64(at + 32, what);
        long memorySize = file.u64(at + 40, what);
        if (type == PT_LOAD) {
            String segment = "segment " + index;
            checkLoad(isa, segment, offset, address, fileSize, memorySize);
            locateProgramHeaders(offset, address, fileSize, tableOffset, count);
            bytesLoaded += fileSize;
            if (bytesLoaded > 2 * file.size()) {
                // Else a small file could make us copy its bytes once per header.
                throw new ElfException("segments load the same bytes again and again");
            }
            if (memorySize != 0) {
                segments.add(
                        new Segment(
                                address,
                                memorySize,
                                file.slice(offset, fileSize, segment),
                                (flags & PF_R) != 0,
                                (flags & PF_W) != 0,
                                (flags & PF_X) != 0));
            }
        } else if (type == PT_PHDR) {
            phdrSeen = true;
            programHeaders = address;
        } else if (type == PT_INTERP) {
            file.require(offset, fileSize, "interpreter path");
            interpreter =
                    file.string(offset, offset + Math.min(fileSize, PATH_MAX), "interpreter path");
        } else if (type == PT_TLS) {
            tls = true;
        } else if (type == PT_NOTE && note == null) {
            note = ElfNotes.find(file, offset, fileSize, file.u64(at + 48, what));
        }
    }

    private void checkLoad(
            Isa isa, String segment, long offset, long address, long fileSize, long memorySize)
            throws ElfException {
        file.require(offset, fileSize, segment);
        if (memorySize < 0 || memorySize > MAX_MEMORY) {
            throw new ElfException(
                    segment + " wants 0x" + Long.toHexString(memorySize) + " bytes of memory");
        }
        if (fileSize > memorySize) {
            throw new ElfException(segment + " has more bytes in the file than in memory");
        }
        long limit = isa == Isa.RISCV64 ? 1L << 38 : 1L << 47;
        if (address < 0 || address > limit - memorySize) {
            throw new ElfException(
                    segment
                            + " at 0x"
                            + Long.toHexString(address)
                            + " lies outside the user address space");
        }
    }

    /** Where Linux finds AT_PHDR when there is no PT_PHDR: in the segment that holds the table. */
    private void locateProgramHeaders(
            long offset, long address, long fileSize, long tableOffset, int count) {
        long tableEnd = tableOffset + (long) count * PROGRAM_HEADER_SIZE;
        if (!phdrSeen
                && programHeaders == 0
                && tableOffset >= offset
                && tableEnd <= offset + fileSize) {
            programHeaders = address + (tableOffset - offset);
        }
    }

    private void checkSegments(long entry) throws ElfException {
        if (segments.isEmpty()) {
            throw new ElfException("no segment to load");
        }
        long end = 0;
        long total = 0;
        boolean entered = false;
        for (Segment segment : segments) {
            if (segment.address() < end) {
                throw new ElfException(
                        "segments overlap or are out of order at 0x"
                                + Long.toHexString(segment.address()));
            }
            end = segment.address() + segment.memorySize();
            total += segment.memorySize();
            entered |= segment.execute() && entry >= segment.address() && entry < end;
        }
        if (total > MAX_MEMORY) {
            throw new ElfException(
                    "segments want 0x" + Long.toHexString(total) + " bytes together");
        }
        if (!entered) {
            throw new ElfException(
                    "entry point 0x" + Long.toHexString(entry) + " is in no executable segment");
        }
        if (phdrSeen && segments.stream().noneMatch(s -> holds(s, programHeaders))) {
            throw new ElfException("program headers are in no segment");
        }
    }

    private static boolean holds(Segment segment, long address) {
        return address >= segment.address() && address < segment.address() + segment.memorySize();
    }
}
