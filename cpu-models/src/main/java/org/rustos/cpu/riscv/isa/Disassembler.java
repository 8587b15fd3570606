package org.rustos.cpu.riscv.isa;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes instructions as people read them, from the same table as the decoder. Names without
 * aliases, registers by their role in the ABI, targets as addresses: as {@code llvm-objdump -M
 * no-aliases} has it.
 */
public final class Disassembler {
    private static final String[] INTEGER = {
        "zero", "ra", "sp", "gp", "tp", "t0", "t1", "t2", "s0", "s1", "a0", "a1", "a2", "a3", "a4",
        "a5", "a6", "a7", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10", "s11", "t3", "t4",
        "t5", "t6"
    };
    private static final String[] FLOAT = {
        "ft0", "ft1", "ft2", "ft3", "ft4", "ft5", "ft6", "ft7", "fs0", "fs1", "fa0", "fa1", "fa2",
        "fa3", "fa4", "fa5", "fa6", "fa7", "fs2", "fs3", "fs4", "fs5", "fs6", "fs7", "fs8", "fs9",
        "fs10", "fs11", "ft8", "ft9", "ft10", "ft11"
    };
    private static final String[] ROUNDING = {"rne", "rtz", "rdn", "rup", "rmm", "?", "?", "dyn"};
    private static final Pattern WORD = Pattern.compile("[a-z0-9]+");

    private Disassembler() {}

    /**
     * Writes one instruction.
     *
     * @param word the instruction; the upper half is ignored if it is compressed
     * @param pc its address, for targets of jumps
     * @return for example {@code lw a0, 4(sp)}; {@code <unknown>} for what is no instruction
     */
    public static String disassemble(OpTable table, int word, long pc) {
        int bits = (word & 3) == 3 ? word : word & 0xffff;
        Op op = table.find(bits);
        if (op == null || Decoder.reserved(op, bits)) {
            return "<unknown>";
        }
        String name =
                op.kind().equals("atomic") && (bits & 127) == 0x2f ? ordered(op, bits) : op.name();
        if (op.operands().isEmpty()) {
            return name;
        }
        StringBuilder text = new StringBuilder();
        Matcher words = WORD.matcher(op.syntax());
        while (words.find()) {
            Operand operand = Operand.named(words.group());
            words.appendReplacement(text, Matcher.quoteReplacement(value(operand, bits, pc)));
        }
        words.appendTail(text);
        // An operand that is not written leaves its comma behind.
        String operands = text.toString().replaceAll(",+$", "").replace(",", ", ");
        return operands.isEmpty() ? name : name + " " + operands;
    }

    private static String ordered(Op op, int bits) {
        boolean acquire = (bits >> 26 & 1) != 0;
        boolean release = (bits >> 25 & 1) != 0;
        return op.name()
                + (acquire || release ? "." : "")
                + (acquire ? "aq" : "")
                + (release ? "rl" : "");
    }

    private static String value(Operand operand, int bits, long pc) {
        int value = operand.of(bits);
        return switch (operand.field()) {
            case RD, RS1, RS2, NAMED_SP -> INTEGER[value];
            case FD, FS1, FS2, FS3 -> FLOAT[value];
            case CD, CS1, CS2, NAMED_CSP -> capability(value);
            case ROUNDING -> ROUNDING[value];
            case ROUNDING_EXACT -> value == 0 ? "" : ROUNDING[value];
            case IMM, SOURCE, SPECIAL, IMM_HIGH, IMM_LOW -> Integer.toString(value);
            case HINT -> value == 0 ? "" : Integer.toString(value);
            case UPPER -> Integer.toString(value >>> 12);
            case TARGET -> "0x" + Long.toHexString(pc + value);
            case CSR -> CsrNames.of(value);
            case ORDER -> order(value);
        };
    }

    private static String capability(int number) {
        return number == 0 ? "cnull" : "c" + INTEGER[number];
    }

    private static String order(int set) {
        String names =
                ((set & 8) != 0 ? "i" : "")
                        + ((set & 4) != 0 ? "o" : "")
                        + ((set & 2) != 0 ? "r" : "")
                        + ((set & 1) != 0 ? "w" : "");
        return names.isEmpty() ? "0" : names;
    }
}
