package org.rustos.cpu.riscv.isa;

import java.util.ArrayList;
import java.util.List;

/**
 * One line of a table of operations.
 *
 * @param number of the operation that is done, as {@link OpCode} names it
 * @param match value of the bits of mask
 * @param mask bits of the encoding that are fixed
 * @param syntax operands as they are written, with the names of {@link Operand} in it
 * @param operands those names in order
 * @param kind what executes it, for its cost
 * @param fixed what the encoding of a compressed operation leaves out
 * @param nonZero fields that must not be 0, or the encoding is reserved
 */
record Op(
        String name,
        int number,
        int match,
        int mask,
        String syntax,
        List<Operand> operands,
        String kind,
        List<Fixed> fixed,
        List<String> nonZero) {

    /** A field that is a constant, or a copy of another field if {@code copied} is not null. */
    record Fixed(String field, String copied, int value) {}

    boolean matches(int word) {
        return (word & mask) == match;
    }

    boolean compressed() {
        return (match & 3) != 3;
    }

    /** The names of operands in a syntax, for example imm12 and rs1 in {@code imm12(rs1)}. */
    static List<Operand> operandsOf(String syntax) {
        List<Operand> found = new ArrayList<>();
        if (!syntax.equals("-")) {
            for (String word : syntax.split("[^a-z0-9]+")) {
                if (!word.isEmpty()) {
                    found.add(Operand.named(word));
                }
            }
        }
        return List.copyOf(found);
    }
}
