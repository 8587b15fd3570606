package org.rustos.cpu.riscv.isa;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The operations of an instruction set, read from the tables that are its only description. A
 * second profile with other encodings is another list of tables.
 */
public final class OpTable {
    private static final List<String> FILES =
            List.of("rv64gc.ops", "cheri-v9.ops", "simulator.ops", "cheri-v9-capability-mode.ops");

    /** RV64GC, Zba, Zbb, CHERI ISAv9 and the marker of guest programs. */
    public static final OpTable CHERI_V9 = read(3);

    /** The same where PCC says capability mode; operations have the same numbers in both. */
    public static final OpTable CHERI_V9_CAPABILITY_MODE = read(4);

    /** 32-bit operations by opcode and funct3, and 24 of compressed ones by quadrant and funct3. */
    private static final int BUCKETS = 256 + 24;

    private final List<Op> ops;
    private final List<String> names;
    private final Op[][] buckets = new Op[BUCKETS][];

    private OpTable(List<Op> ops, List<String> names) {
        this.ops = ops;
        this.names = names;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            buckets[bucket] = candidates(bucket);
        }
    }

    /** All files give numbers, the first of them lines. */
    private static OpTable read(int used) {
        List<Op> ops = new ArrayList<>();
        List<String> names = new ArrayList<>();
        Map<String, Integer> numbers = new HashMap<>();
        names.add("illegal");
        for (String file : FILES) {
            boolean counts = FILES.indexOf(file) < used;
            for (String line : lines(file)) {
                if (line.isEmpty() || line.startsWith("#")) {
                    continue;
                }
                String[] columns = line.split("\\s+");
                boolean stands = columns.length > 5 && columns[5].matches("[a-z0-9.]+");
                String does = stands ? columns[5] : columns[0];
                Integer number = numbers.get(does);
                if (number == null) {
                    number = names.size();
                    numbers.put(does, number);
                    names.add(does);
                }
                if (counts) {
                    ops.add(op(columns, number));
                }
            }
        }
        return new OpTable(List.copyOf(ops), List.copyOf(names));
    }

    private static List<String> lines(String file) {
        try (InputStream in = OpTable.class.getResourceAsStream("/org/rustos/cpu/riscv/" + file)) {
            if (in == null) {
                throw new IllegalStateException("the table " + file + " is not in our jar");
            }
            return new String(in.readAllBytes(), UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the table " + file, e);
        }
    }

    private static Op op(String[] columns, int number) {
        List<Op.Fixed> fixed = new ArrayList<>();
        List<String> nonZero = new ArrayList<>();
        for (int i = 6; i < columns.length; i++) {
            if (columns[i].endsWith("!=0")) {
                nonZero.add(columns[i].substring(0, columns[i].length() - 3));
            } else {
                String[] sides = columns[i].split("=");
                boolean constant = Character.isDigit(sides[1].charAt(0));
                fixed.add(
                        constant
                                ? new Op.Fixed(sides[0], null, Integer.parseInt(sides[1]))
                                : new Op.Fixed(sides[0], sides[1], 0));
            }
        }
        return new Op(
                columns[0],
                number,
                Integer.parseUnsignedInt(columns[1], 16),
                Integer.parseUnsignedInt(columns[2], 16),
                columns[3],
                Op.operandsOf(columns[3]),
                columns[4],
                List.copyOf(fixed),
                List.copyOf(nonZero));
    }

    /** Every line in the order of the tables. */
    List<Op> ops() {
        return ops;
    }

    /** Names of operations by number; 0 is the one that is not there. */
    List<String> names() {
        return names;
    }

    /** The name of an operation by its {@link OpCode}, or {@code illegal}. */
    public String name(int opCode) {
        return names.get(opCode);
    }

    /** What executes an operation, as the class column says; nothing for the illegal one. */
    public String kind(int opCode) {
        return ops.stream()
                .filter(op -> op.number() == opCode && !op.compressed())
                .map(Op::kind)
                .findFirst()
                .orElse("");
    }

    /**
     * The operation of an instruction, or null if its encoding means nothing.
     *
     * @param word the instruction; only the lower 16 bits count if it is compressed
     */
    Op find(int word) {
        for (Op op : buckets[bucket(word)]) {
            if (op.matches(word)) {
                return op;
            }
        }
        return null;
    }

    private Op[] candidates(int bucket) {
        boolean compressed = bucket >= 256;
        int word =
                compressed
                        ? bucket - 256 >> 3 | (bucket & 7) << 13
                        : (bucket & 31) << 2 | 3 | bucket >> 5 << 12;
        int known = compressed ? 0xe003 : 0x707f;
        // The most special line first; among equals the last, which a later table put there.
        return ops.reversed().stream()
                .filter(op -> ((word ^ op.match()) & op.mask() & known) == 0)
                .sorted(Comparator.comparingInt(op -> -Integer.bitCount(op.mask())))
                .toArray(Op[]::new);
    }

    private static int bucket(int word) {
        return (word & 3) == 3
                ? word >> 2 & 31 | (word >> 12 & 7) << 5
                : 256 + ((word & 3) << 3 | word >> 13 & 7);
    }
}
