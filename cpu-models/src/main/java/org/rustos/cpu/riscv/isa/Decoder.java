package org.rustos.cpu.riscv.isa;

/**
 * Packs an instruction into one long, so that an engine finds everything about it with shifts: what
 * is decoded once is executed many times.
 *
 * <p>Bits 9..0 {@link OpCode}, 15..10 rd, 20..16 rs1, 25..21 rs2, 28..26 rounding mode, 29 set for
 * a compressed instruction, 63..32 immediate (also CSR number, third source, or jump distance).
 */
public final class Decoder {
    /** Where results for x0 go: engines keep a 33rd register that nobody reads. */
    public static final int SINK = 32;

    private static final int ROUNDING_DYNAMIC = 7;
    private static final int ROUNDING_MAX = 4;

    private Decoder() {}

    /** Whether an encoding that a line of the table matches is one that the line reserves. */
    static boolean reserved(Op op, int bits) {
        return !new Fields(op, bits).legal(op);
    }

    public static int opCode(long op) {
        return (int) op & 0x3ff;
    }

    /** 1..31, or {@link #SINK}; a floating-point register is 0..31. */
    public static int rd(long op) {
        return (int) op >> 10 & 63;
    }

    public static int rs1(long op) {
        return (int) op >> 16 & 31;
    }

    public static int rs2(long op) {
        return (int) op >> 21 & 31;
    }

    /** 0..4, or 7 for the mode in frm; never one of the reserved ones. */
    public static int rounding(long op) {
        return (int) op >> 26 & 7;
    }

    public static boolean compressed(long op) {
        return ((int) op & 1 << 29) != 0;
    }

    public static int immediate(long op) {
        return (int) (op >> 32);
    }

    /**
     * Decodes an instruction.
     *
     * @param word the instruction; the upper half is ignored if it is compressed
     * @return the packed operation; its {@link OpCode} is {@link OpCode#ILLEGAL} if the encoding is
     *     reserved or unknown
     */
    public static long decode(OpTable table, int word) {
        boolean compressed = (word & 3) != 3;
        int bits = compressed ? word & 0xffff : word;
        Op op = table.find(bits);
        if (op != null) {
            Fields fields = new Fields(op, bits);
            if (fields.legal(op)) {
                return fields.pack(op.number(), compressed);
            }
        }
        return OpCode.ILLEGAL | (compressed ? 1L << 29 : 0);
    }

    /** The fields of one instruction while it is decoded. */
    private static final class Fields {
        private int rd;
        private int rs1;
        private int rs2;
        private int rounding;
        private int imm;
        private boolean writesInteger = true;

        Fields(Op op, int bits) {
            for (Operand operand : op.operands()) {
                set(operand.field(), operand.of(bits));
            }
            for (Op.Fixed fixed : op.fixed()) {
                set(fixed.field(), fixed.copied() == null ? fixed.value() : get(fixed.copied()));
            }
        }

        private void set(Operand.Field field, int value) {
            switch (field) {
                case RD, CD -> rd = value;
                case FD -> {
                    rd = value;
                    writesInteger = false;
                }
                case RS1, FS1, CS1, SOURCE -> rs1 = value;
                case RS2, FS2, CS2 -> rs2 = value;
                case ROUNDING, ROUNDING_EXACT -> rounding = value;
                case IMM, UPPER, TARGET, CSR, FS3, SPECIAL, HINT -> imm = value;
                case IMM_HIGH -> imm |= value << 8;
                case IMM_LOW -> imm |= value;
                case ORDER, NAMED_SP, NAMED_CSP -> {
                    // A fence orders everything here, and sp stands in the fixed fields.
                }
            }
        }

        private void set(String field, int value) {
            switch (field) {
                case "rd" -> rd = value;
                case "rs1" -> rs1 = value;
                default -> throw new IllegalStateException("no field " + field);
            }
        }

        private int get(String field) {
            return switch (field) {
                case "rd" -> rd;
                case "rs1" -> rs1;
                case "rs2" -> rs2;
                case "imm" -> imm;
                default -> throw new IllegalStateException("no field " + field);
            };
        }

        boolean legal(Op op) {
            return (rounding <= ROUNDING_MAX || rounding == ROUNDING_DYNAMIC)
                    && op.nonZero().stream().allMatch(field -> get(field) != 0);
        }

        long pack(int number, boolean compressed) {
            int target = writesInteger && rd == 0 ? SINK : rd;
            int low = number | target << 10 | rs1 << 16 | rs2 << 21 | rounding << 26;
            return (long) imm << 32 | low | (compressed ? 1L << 29 : 0);
        }
    }
}
