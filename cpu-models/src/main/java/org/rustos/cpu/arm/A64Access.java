package org.rustos.cpu.arm;

import org.rustos.cpu.pipeline.MicroOp.Step;
import org.rustos.cpu.pipeline.Place;

/**
 * What a word does to memory, and to the base register beside it.
 *
 * @param reads whether it reads
 * @param writes whether it writes
 * @param place where
 * @param before what is added to the base before the access, for pre-indexed forms; 0 if it is not
 *     followed, and no register if nothing is
 * @param after the same behind the access
 */
record A64Access(boolean reads, boolean writes, Place place, Step before, Step after) {
    /** The engine reports wider accesses as several of this many bytes. */
    private static final int WIDEST = 8;

    private static final int NO_REGISTER = -1;

    /** The access of a word, or null if it has none. */
    static A64Access of(A64Op op, int word, long pc) {
        int at = op.memory().indexOf('@');
        if (at < 0) {
            return null;
        }
        char way = op.memory().charAt(0);
        String mode = op.memory().substring(at + 1);
        boolean sized = mode.endsWith("size");
        int bytes = sized ? 1 << (word >>> 30) : Integer.parseInt(op.memory().substring(1, at));
        Shape shape = new Shape(mode, word, bytes, pc);
        return new A64Access(way != 'w', way != 'r', shape.place(), shape.before(), shape.after());
    }

    /** How an address is written. */
    private record Shape(String mode, int word, int bytes, long pc) {
        Place place() {
            int base = base();
            int index = mode.equals("reg") ? index() : NO_REGISTER;
            long inputs = (base >= 0 ? 1L << base : 0) | (index >= 0 ? 1L << index : 0);
            boolean scaled = (word >>> 12 & 1) != 0;
            int scale = index < 0 ? 0 : scaled ? bytes : 1;
            return new Place(base, index, scale, false, offset(), accesses(), inputs, false);
        }

        private int base() {
            return switch (mode) {
                case "literal" -> NO_REGISTER;
                case "zva" -> A64Operands.target(word);
                default -> A64Operands.base(word);
            };
        }

        // The zero register adds nothing.
        private int index() {
            int index = A64Operands.index(word);
            return index == A64Registers.THIRTY_ONE ? NO_REGISTER : index;
        }

        private long offset() {
            return switch (mode) {
                case "uimm" -> (long) (word >>> 10 & 0xfff) * bytes;
                case "simm", "simm.size" -> imm9();
                case "pair" -> imm7();
                case "literal" -> pc + ((long) (word << 8 >> 13) << 2);
                case "auth" -> imm10();
                default -> 0;
            };
        }

        private long imm9() {
            return word << 11 >> 23;
        }

        private long imm7() {
            return (long) (word << 10 >> 25) * bytes;
        }

        private long imm10() {
            long sign = word << 9 >> 31;
            return (sign << 9 | word >>> 12 & 0x1ff) * bytes;
        }

        private int accesses() {
            int each = Math.max(1, bytes / WIDEST);
            if (mode.startsWith("pair") || mode.equals("base")) {
                return 2 * each;
            }
            if (mode.startsWith("regs")) {
                return registers();
            }
            return mode.startsWith("lanes") ? mode.charAt(5) - '0' : each;
        }

        private int registers() {
            int count = mode.charAt(4) - '0';
            boolean interleaved = mode.charAt(6) != '1';
            int halves = (word >>> 30 & 1) + 1;
            int elements = interleaved ? WIDEST >> (word >>> 10 & 3) : 1;
            return count * halves * elements;
        }

        Step before() {
            return switch (mode) {
                case "pre" -> change(imm9());
                case "pair.pre" -> change(imm7());
                case "auth.pre" -> change(imm10());
                default -> Step.UNKNOWN;
            };
        }

        Step after() {
            if (mode.equals("post")) {
                return change(imm9());
            }
            if (mode.equals("pair.post")) {
                return change(imm7());
            }
            return mode.endsWith(".post") ? change(transferred()) : Step.UNKNOWN;
        }

        /** Behind structures; 0 by another register, and by a lane, whose size many fields give. */
        private long transferred() {
            boolean byRegister = A64Operands.index(word) != A64Registers.THIRTY_ONE;
            return byRegister || mode.startsWith("lanes")
                    ? 0
                    : (long) (mode.charAt(4) - '0') * WIDEST << (word >>> 30 & 1);
        }

        private Step change(long by) {
            return new Step(A64Operands.base(word), by);
        }
    }
}
