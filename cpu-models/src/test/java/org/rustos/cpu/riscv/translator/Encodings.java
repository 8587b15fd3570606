package org.rustos.cpu.riscv.translator;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.rustos.cpu.riscv.isa.Decoder;
import org.rustos.cpu.riscv.isa.OpCode;
import org.rustos.cpu.riscv.isa.OpTable;
import org.rustos.cpu.riscv.isa.RegisterUse;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Words of instructions, drawn from the tables that the decoder reads, so that generated programs
 * hold every operation that there is.
 */
final class Encodings {
    /** A line of a table, as far as a word needs it. */
    record Line(String name, int match, int mask, String kind) {
        boolean compressed() {
            return (match & 3) != 3;
        }
    }

    /** What only computes with registers. */
    private static final List<String> COMPUTING =
            List.of("alu", "bits", "multiply", "divide", "fp-", "cap-");

    /** What writes registers of its own choice. */
    private static final Set<String> OWN_TARGETS = Set.of("c.addi16sp", "cclear");

    private static final List<Line> LINES =
            Stream.of("rv64gc.ops", "cheri-v9.ops").flatMap(Encodings::read).toList();

    private static final RegisterUse USE = new RegisterUse(OpTable.CHERI_V9);

    private Encodings() {}

    private static Stream<Line> read(String file) {
        try (InputStream in = OpTable.class.getResourceAsStream("/org/rustos/cpu/riscv/" + file)) {
            return new String(in.readAllBytes(), UTF_8)
                            .lines()
                            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                            .map(line -> line.split("\\s+"))
                            .map(c -> new Line(c[0], hexadecimal(c[1]), hexadecimal(c[2]), c[4]))
                            .toList()
                            .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int hexadecimal(String text) {
        return Integer.parseUnsignedInt(text, 16);
    }

    /** The lines that compute with registers and belong to a class; classes as in the tables. */
    static List<Line> computing(Predicate<String> kinds) {
        return LINES.stream()
                .filter(line -> COMPUTING.stream().anyMatch(line.kind::startsWith))
                .filter(line -> kinds.test(line.kind) && !OWN_TARGETS.contains(line.name))
                .toList();
    }

    /** The lines whose names begin so. */
    static List<Line> named(String... beginnings) {
        return LINES.stream()
                .filter(line -> Stream.of(beginnings).anyMatch(line.name::startsWith))
                .toList();
    }

    /** The word that matches a line, with all its fields 0. */
    static int match(String name) {
        return LINES.stream()
                .filter(line -> line.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name))
                .match;
    }

    /**
     * A legal word of a line whose target is one of some integer registers, or a floating-point
     * one.
     */
    static int any(Line line, int targets, RandomGenerator random) {
        while (true) {
            int word = line.match | random.nextInt() & ~line.mask;
            int bits = line.compressed() ? word & 0xffff : word;
            long op = Decoder.decode(OpTable.CHERI_V9, bits);
            int target = USE.target(op);
            boolean allowed = target >= Decoder.SINK || (targets >>> target & 1) != 0;
            if (Decoder.opCode(op) != OpCode.ILLEGAL && allowed) {
                return bits;
            }
        }
    }
}
