package org.rustos.cpu.riscv.translator;

import org.rustos.cpu.riscv.isa.OpCode;
import org.rustos.cpu.riscv.isa.OpTable;
import org.rustos.cpu.riscv.op.BaseOps;
import org.rustos.cpu.riscv.op.BitOps;
import org.rustos.cpu.riscv.op.DoubleOps;
import org.rustos.cpu.riscv.op.FloatOps;
import org.rustos.cpu.riscv.op.MultiplyOps;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;

/**
 * Finds the method of {@code op} that says what an operation computes, by its name: {@code
 * fcvt.w.s} is {@code FloatOps.fcvtWS}, and an immediate is just a second operand.
 */
final class OpMethods {
    /** Operations with an immediate, by the method that they share with those without. */
    private static final Map<Integer, String> IMMEDIATES =
            Map.ofEntries(
                    Map.entry(OpCode.ADDI, "add"),
                    Map.entry(OpCode.SLTI, "slt"),
                    Map.entry(OpCode.SLTIU, "sltu"),
                    Map.entry(OpCode.XORI, "xor"),
                    Map.entry(OpCode.ORI, "or"),
                    Map.entry(OpCode.ANDI, "and"),
                    Map.entry(OpCode.SLLI, "sll"),
                    Map.entry(OpCode.SRLI, "srl"),
                    Map.entry(OpCode.SRAI, "sra"),
                    Map.entry(OpCode.ADDIW, "addw"),
                    Map.entry(OpCode.SLLIW, "sllw"),
                    Map.entry(OpCode.SRLIW, "srlw"),
                    Map.entry(OpCode.SRAIW, "sraw"),
                    Map.entry(OpCode.SLLI_UW, "slliUw"),
                    Map.entry(OpCode.RORI, "ror"),
                    Map.entry(OpCode.RORIW, "rorw"));

    private static final Method[] METHODS = new Method[OpCode.COUNT];

    static {
        for (int opCode = 0; opCode < OpCode.COUNT; opCode++) {
            METHODS[opCode] = find(opCode);
        }
    }

    private OpMethods() {}

    /** The method of an operation, or null if it is no computation of its operands alone. */
    static Method of(int opCode) {
        return METHODS[opCode];
    }

    /** Whether the second operand is the immediate. */
    static boolean takesImmediate(int opCode) {
        return IMMEDIATES.containsKey(opCode);
    }

    private static Method find(int opCode) {
        String name = OpTable.CHERI_V9_CAPABILITY_MODE.name(opCode);
        boolean single = opCode > OpCode.FSW && opCode <= OpCode.FCVT_S_D;
        boolean doubled = opCode > OpCode.FSD && opCode <= OpCode.FCVT_D_S;
        if (single || doubled) {
            boolean moves = name.startsWith("fcvt") || name.startsWith("fmv");
            String method = moves ? camel(name) : name.substring(0, name.indexOf('.'));
            return named(List.of(single ? FloatOps.class : DoubleOps.class), method);
        }
        String method = IMMEDIATES.getOrDefault(opCode, camel(name));
        return named(List.of(BaseOps.class, MultiplyOps.class, BitOps.class), method);
    }

    private static Method named(List<Class<?>> classes, String name) {
        for (Class<?> type : classes) {
            for (Method method : type.getMethods()) {
                if (method.getName().equals(name) && method.getDeclaringClass() == type) {
                    return method;
                }
            }
        }
        return null;
    }

    private static String camel(String name) {
        StringBuilder text = new StringBuilder();
        boolean upper = false;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '.') {
                upper = true;
            } else {
                text.append(upper ? Character.toUpperCase(c) : c);
                upper = false;
            }
        }
        return text.toString();
    }
}
