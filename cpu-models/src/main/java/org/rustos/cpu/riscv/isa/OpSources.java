package org.rustos.cpu.riscv.isa;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Writes what is generated from the table of operations and checked in: the operation numbers for
 * engines, whose switches need constants, and the macros with which an assembler that does not know
 * CHERI builds guests. A test compares both with the table.
 *
 * <p>{@code java -cp cpu-models/target/classes org.rustos.cpu.riscv.isa.OpSources cpu-models}
 */
public final class OpSources {
    static final String CODES = "src/main/java/org/rustos/cpu/riscv/isa/OpCode.java";
    static final String MACROS = "src/main/guest/riscv-cheri.h";

    private OpSources() {}

    /** Writes both files below the folder of the module. */
    public static void main(String[] arguments) throws IOException {
        Path module = Path.of(arguments[0]);
        write(module.resolve(CODES), codes(OpTable.CHERI_V9));
        write(module.resolve(MACROS), macros(OpTable.CHERI_V9));
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text, UTF_8);
    }

    static String codes(OpTable table) {
        StringBuilder text = new StringBuilder();
        text.append(
                """
                package org.rustos.cpu.riscv.isa;

                /**
                 * Numbers of operations, for switches of engines. Generated from the tables by {@link OpSources};
                 * do not edit.
                 */
                public final class OpCode {
                """);
        List<String> names = table.names();
        for (int i = 0; i < names.size(); i++) {
            text.append(
                    "    public static final int " + constant(names.get(i)) + " = " + i + ";\n");
        }
        text.append("\n    /** How many there are. */\n");
        text.append("    public static final int COUNT = " + names.size() + ";\n");
        return text.append("\n    private OpCode() {}\n}\n").toString();
    }

    static String macros(OpTable table) {
        StringBuilder text = new StringBuilder();
        text.append(
                """
                /*
                 * CHERI ISAv9 for an assembler that does not know it: one macro per operation. A capability
                 * register is written by the name of the integer register with the same number.
                 * Generated from the table of operations; do not edit.
                 */
                """);
        for (Op op : table.ops()) {
            if (isCheri(op)) {
                text.append(macro(op));
            }
        }
        return text.toString();
    }

    /** What an assembler without CHERI does not know. */
    private static boolean isCheri(Op op) {
        boolean capability =
                op.operands().stream().anyMatch(o -> List.of(Operand.CD, Operand.CS2).contains(o));
        return (op.match() & 0x7f) == 0x5b || capability || op.name().matches("(lr|sc)\\.[bh]");
    }

    private static String macro(Op op) {
        List<String> names =
                op.operands().stream().map(o -> o.name().toLowerCase(Locale.ROOT)).toList();
        String parameters =
                names.stream()
                        .map(n -> n.equals("clear_mask") ? "mask" : n)
                        .collect(Collectors.joining(", "));
        int function = op.match() >> 12 & 7;
        return "\n.macro " + op.name() + " " + parameters + "\n" + body(op, function) + ".endm\n";
    }

    /** With numbers where a register field holds no register, .insn takes x0..x31. */
    private static String body(Op op, int function) {
        if (op.syntax().contains("imm12(rs1)")) {
            boolean store = op.kind().equals("store");
            return "    .insn "
                    + (store ? "s 0x23, " : "i 0x0f, ")
                    + function
                    + (store ? ", \\cs2, \\simm12(\\rs1)\n" : ", \\cd, \\imm12(\\rs1)\n");
        }
        if (op.syntax().contains("imm12")) {
            String imm = op.operands().get(2).name().toLowerCase(Locale.ROOT);
            // .insn takes a signed immediate; for an unsigned one the upper half goes below 0.
            boolean unsigned = op.operands().contains(Operand.UIMM12);
            String value = "\\" + imm + (unsigned ? " - ((\\" + imm + " & 0x800) << 1)" : "");
            return "    .insn i 0x5b, " + function + ", \\cd, \\cs1, " + value + "\n";
        }
        if (op.syntax().equals("quarter,clearmask")) {
            return "    .word 0x"
                    + Integer.toHexString(op.match())
                    + " | (\\quarter & 3) << 18 | (\\mask >> 5 & 7) << 15 | (\\mask & 31) << 7\n";
        }
        if (op.syntax().equals("cd,scr,cs1")) {
            return "    .insn r 0x5b, 0, " + (op.match() >>> 25) + ", \\cd, \\cs1, x\\scr\n";
        }
        String rd = field(op, List.of(Operand.RD, Operand.CD), op.match() >> 7 & 31);
        String rs1 = field(op, List.of(Operand.RS1, Operand.CS1), op.match() >> 15 & 31);
        String rs2 = field(op, List.of(Operand.RS2, Operand.CS2), op.match() >> 20 & 31);
        String code = "0x" + Integer.toHexString(op.match() & 0x7f) + ", " + function + ", ";
        String all = ", " + rd + ", " + rs1 + ", " + rs2;
        return "    .insn r " + code + (op.match() >>> 25) + all + "\n";
    }

    private static String field(Op op, List<Operand> either, int constant) {
        return op.operands().stream()
                .filter(either::contains)
                .findFirst()
                .map(operand -> "\\" + operand.name().toLowerCase(Locale.ROOT))
                .orElse("x" + constant);
    }

    private static String constant(String name) {
        return name.toUpperCase(Locale.ROOT).replace('.', '_');
    }
}
