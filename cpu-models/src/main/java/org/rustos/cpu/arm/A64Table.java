package org.rustos.cpu.arm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The classes of A64 words, read from the table that is their only description. */
final class A64Table {
    static final A64Table A64 = new A64Table(read("/org/rustos/cpu/arm/a64.ops"));

    /** Bits 28 to 21 of a word choose among the lines that agree with them. */
    private static final int BUCKETS = 256;

    private static final int BUCKET_SHIFT = 21;

    private final List<A64Op> ops;
    private final A64Op[][] buckets = new A64Op[BUCKETS][];

    private A64Table(List<A64Op> ops) {
        this.ops = ops;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            buckets[bucket] = candidates(bucket);
        }
    }

    /** Every line, in the order of the file. */
    List<A64Op> ops() {
        return ops;
    }

    /** The line of a word, or null if there is none. */
    A64Op find(int word) {
        for (A64Op op : buckets[word >>> BUCKET_SHIFT & BUCKETS - 1]) {
            if (op.matches(word)) {
                return op;
            }
        }
        return null;
    }

    /** The most special line first; among equals the last of the file. */
    private A64Op[] candidates(int bucket) {
        int known = BUCKETS - 1 << BUCKET_SHIFT;
        int word = bucket << BUCKET_SHIFT;
        return ops.reversed().stream()
                .filter(op -> ((word ^ op.match()) & op.mask() & known) == 0)
                .sorted(Comparator.comparingInt(op -> -Integer.bitCount(op.mask())))
                .toArray(A64Op[]::new);
    }

    private static List<A64Op> read(String file) {
        try (InputStream in = A64Table.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the table " + file + " is not in our jar");
            }
            List<A64Op> ops = new ArrayList<>();
            for (String line : new String(in.readAllBytes(), UTF_8).lines().toList()) {
                if (!line.isEmpty() && !line.startsWith("#")) {
                    ops.add(op(line.split("\\s+")));
                }
            }
            return List.copyOf(ops);
        } catch (IOException e) {
            throw new UncheckedIOException("the table " + file, e);
        }
    }

    private static A64Op op(String[] columns) {
        return new A64Op(
                columns[0],
                Integer.parseUnsignedInt(columns[1], 16),
                Integer.parseUnsignedInt(columns[2], 16),
                columns[3],
                names(columns[4]),
                names(columns[5]),
                columns[6],
                columns[7]);
    }

    private static List<String> names(String column) {
        return column.equals("-") ? List.of() : List.of(column.split(","));
    }
}
