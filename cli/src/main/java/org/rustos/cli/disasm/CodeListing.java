package org.rustos.cli.disasm;

import org.rustos.cli.Message;
import org.rustos.core.cpu.CpuModel;
import org.rustos.core.elf.ElfImage;
import org.rustos.core.elf.ElfImage.Section;
import org.rustos.core.elf.ElfImage.Segment;
import org.rustos.core.elf.ElfImage.Symbol;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes the code of an image piece by piece, however large it is: only what the file holds. */
final class CodeListing {
    /** Disassembled at a time; a few bytes more are given, so that no instruction is cut. */
    private static final int PIECE = 1 << 15;

    private static final int LONGEST = 16;
    private static final int RADIX = 16;

    private final CpuModel cpu;
    private final ElfImage image;
    private final PrintWriter out;
    private final List<Symbol> symbols;

    // The first symbol and the segment that are not passed yet: addresses only grow.
    private int next;
    private int loaded;

    CodeListing(CpuModel cpu, ElfImage image, PrintWriter out) {
        this.cpu = cpu;
        this.image = image;
        this.out = out;
        this.symbols =
                image.symbols().stream()
                        .filter(s -> s.function() && !s.name().startsWith(".L"))
                        .toList();
    }

    /** A stretch of code with the name of where it stands. */
    private record Part(String name, long from, long to) {}

    /** Lists all code. */
    void all() {
        for (Part part : parts()) {
            out.println();
            out.println(
                    "section %s, 0x%x to 0x%x:"
                            .formatted(Message.printable(part.name), part.from, part.to));
            part(part.from, part.to);
            if (out.checkError()) {
                return; // nobody reads on
            }
        }
    }

    /** Lists one function's code; false if there is no such symbol. */
    boolean symbol(String name) {
        for (int i = 0; i < symbols.size(); i++) {
            Symbol symbol = symbols.get(i);
            if (symbol.name().equals(name)) {
                long to = symbol.address() + symbol.size();
                for (int j = i + 1; symbol.size() == 0 && j < symbols.size(); j++) {
                    if (symbols.get(j).address() > symbol.address()) {
                        to = symbols.get(j).address();
                        break;
                    }
                }
                part(symbol.address(), to);
                return true;
            }
        }
        return false;
    }

    /** Sections with code in the order of addresses; what two of them claim is listed once. */
    private List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        long end = 0;
        for (Section section : image.sections()) {
            long from = Math.max(section.address(), end);
            long to = section.address() + section.size();
            if (section.execute() && to > from) {
                parts.add(new Part(section.name(), from, to));
                end = to;
            }
        }
        if (parts.isEmpty()) {
            for (Segment segment : image.segments()) {
                if (segment.execute()) {
                    long from = segment.address();
                    parts.add(new Part("(none)", from, from + segment.bytes().length));
                }
            }
        }
        return parts;
    }

    /** Code from symbol to symbol, so that each begins with an instruction. */
    private void part(long from, long to) {
        long at = from;
        for (; next < symbols.size() && symbols.get(next).address() < to; next++) {
            Symbol symbol = symbols.get(next);
            if (symbol.address() < at) {
                continue;
            }
            if (symbol.address() > at) {
                code(at, symbol.address());
                at = symbol.address();
            }
            out.println();
            out.println("%012x <%s>:".formatted(at, Message.printable(symbol.name())));
        }
        code(at, to);
    }

    private void code(long from, long to) {
        List<Segment> segments = image.segments();
        while (loaded < segments.size() - 1 && segments.get(loaded + 1).address() <= from) {
            loaded++;
        }
        for (int i = loaded; i < segments.size() && segments.get(i).address() < to; i++) {
            Segment segment = segments.get(i);
            long last = Math.min(to, segment.address() + segment.bytes().length);
            long at = Math.max(from, segment.address());
            while (at < last) {
                at = piece(segment, at, last);
            }
        }
    }

    /** Prints one piece and gives the address of the next. */
    private long piece(Segment segment, long at, long last) {
        long end = Math.min(at + PIECE, last);
        int offset = (int) (at - segment.address());
        int length = (int) (Math.min(end + LONGEST, last) - at);
        byte[] code = Arrays.copyOfRange(segment.bytes(), offset, offset + length);
        String[] lines = cpu.disassemble(code, at).split("\n");
        for (String line : lines) {
            String address = line.strip().split(" ", 2)[0];
            long here = address.isEmpty() ? end : Long.parseUnsignedLong(address, RADIX);
            if (here >= end) {
                return Math.max(here, at + 1);
            }
            out.println(line);
        }
        return end == last || out.checkError() ? last : end;
    }
}
