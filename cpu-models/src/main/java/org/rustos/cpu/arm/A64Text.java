package org.rustos.cpu.arm;

import java.util.ArrayList;
import java.util.List;

/**
 * Shows A64 words by what our class table knows of them: the class, registers written and read,
 * memory, target. One class may stand for several mnemonics; no library that we use knows pointer
 * authentication.
 */
final class A64Text {
    private static final int ZERO = 31;

    private static final String[] CONDITIONS = {
        "eq", "ne", "cs", "cc", "mi", "pl", "vs", "vc", "hi", "ls", "ge", "lt", "gt", "le", "al",
        "nv"
    };

    private A64Text() {}

    /** For example {@code ldr.u x0 <- x1 [x1+8]}. */
    static String of(int word, long pc) {
        A64Op op = A64Table.A64.find(word);
        if (op == null) {
            return "unknown";
        }
        boolean conditional = op.name().equals("b.cond");
        StringBuilder text =
                new StringBuilder(conditional ? "b." + CONDITIONS[word & 15] : op.name());
        String out = names(op.out(), word);
        String in = names(op.in(), word);
        if (!out.isEmpty()) {
            text.append(' ').append(out);
        }
        if (!in.isEmpty()) {
            text.append(" <- ").append(in);
        }
        text.append(constant(op, word));
        text.append(memory(op, word, pc));
        return text.append(target(op, word, pc)).toString();
    }

    private static String names(List<String> fields, int word) {
        List<String> names = new ArrayList<>();
        for (String field : fields) {
            names.add(name(field, word));
        }
        return String.join(",", names);
    }

    private static String name(String field, int word) {
        return switch (field) {
            case "F" -> "nzcv";
            case "LR" -> "x30";
            case "SP" -> "sp";
            case "X16" -> "x16";
            case "X17" -> "x17";
            default -> byField(field, word);
        };
    }

    private static String byField(String field, int word) {
        int first = A64Operands.field(field.charAt(1), word);
        int count = field.length() > 2 ? field.charAt(2) - '0' : 1;
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(register(field.charAt(0), first + i & ZERO));
        }
        return String.join(",", names);
    }

    private static String register(char file, int number) {
        if (file == 'V') {
            return "v" + number;
        }
        if (number == ZERO) {
            return file == 'S' ? "sp" : "xzr";
        }
        return "x" + number;
    }

    private static String constant(A64Op op, int word) {
        if (A64Operands.addsConstant(op)) {
            return " #" + A64Operands.constant(op, word);
        }
        return switch (op.name()) {
            case "movz", "movn", "movk" ->
                    " #0x%x<<%d".formatted(word >>> 5 & 0xffff, (word >>> 21 & 3) * 16);
            default -> "";
        };
    }

    private static String memory(A64Op op, int word, long pc) {
        A64Access access = A64Access.of(op, word, pc);
        if (access == null) {
            return "";
        }
        String mode = op.memory().substring(op.memory().indexOf('@') + 1);
        if (mode.equals("literal")) {
            return " [0x" + Long.toHexString(access.place().offset()) + "]";
        }
        StringBuilder text = new StringBuilder(" [").append(register('S', access.place().base()));
        if (mode.equals("reg")) {
            text.append('+').append(register('X', A64Operands.index(word)));
        } else if (access.place().offset() != 0) {
            text.append("%+d".formatted(access.place().offset()));
        }
        if (access.before().register() >= 0) {
            text.append("%+d]!".formatted(access.before().by()));
        } else if (access.after().register() >= 0) {
            text.append("]%+d".formatted(access.after().by()));
        } else {
            text.append(']');
        }
        return text.toString();
    }

    private static String target(A64Op op, int word, long pc) {
        return switch (op.name()) {
            case "b", "bl" -> address(pc + ((long) (word << 6 >> 6) << 2));
            case "b.cond", "cbz", "cbnz" -> address(pc + ((long) (word << 8 >> 13) << 2));
            case "tbz", "tbnz" -> address(pc + ((long) (word << 13 >> 18) << 2));
            case "adr" -> address(pc + relative(word));
            case "adrp" -> address(pc + (relative(word) << 12) - (pc & 0xfff));
            default -> "";
        };
    }

    private static String address(long address) {
        return " 0x" + Long.toHexString(address);
    }

    private static long relative(int word) {
        return (long) (word << 8 >> 13) << 2 | word >>> 29 & 3;
    }
}
